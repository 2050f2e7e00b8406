import { z } from "zod";
import { type bulkFaultWords, noPrompts } from "./bulk-words";
import { promptName, promptTags } from "./schema";

/** How many prompts one act takes at most. */
export const bulkLimit = 500;

const folderName = z
  .string()
  .max(190)
  .transform((name) => name.replace(/\/+$/, ""))
  .pipe(z.union([z.literal(""), promptName]));

/** One act on many prompts: all of it happens, or nothing. */
export const bulkInput = z.strictObject({
  act: z.enum(["archive", "restore", "tag", "move", "rename"]),
  /** The prompts; for `move`, `from` may stand in their place. */
  names: z.array(promptName).min(1, noPrompts).max(bulkLimit).optional(),
  /** For `move`: every prompt of this folder, archived ones too; what stands below it in their names is kept. */
  from: folderName.optional(),
  /** For `move`: the folder they go to; "" is none. */
  folder: folderName.optional(),
  /** For `rename`: the new names, in the order of `names`. */
  to: z.array(promptName).max(bulkLimit).optional(),
  /** For `tag`. */
  add: promptTags.optional(),
  /** For `tag`. */
  remove: promptTags.optional(),
  /** For `move` and `rename`: whether the old names go on leading to the prompts. True when left out. */
  keepAliases: z.boolean().optional(),
  /** True: only says what would happen. */
  dryRun: z.boolean().optional(),
});
export type BulkInput = z.infer<typeof bulkInput>;
export type BulkAct = BulkInput["act"];

type BulkFault = { code: keyof typeof bulkFaultWords; pointer: "/names" | "/folder" | "/to" | "/add" };

/** What is wrong with a bulk act as a whole, and where; null when nothing is. Pure. */
export function bulkFault({ act, names, from, folder, to, add, remove }: BulkInput): BulkFault | null {
  if (act === "move" && (names === undefined) === (from === undefined))
    return { code: "names_or_from", pointer: "/names" };
  if (act !== "move" && names === undefined) return { code: "names", pointer: "/names" };
  if (act === "move" && folder === undefined) return { code: "folder", pointer: "/folder" };
  if (act === "rename" && to?.length !== names?.length) return { code: "new_names", pointer: "/to" };
  if (act === "tag" && (add ?? []).length + (remove ?? []).length === 0) return { code: "tags", pointer: "/add" };
  return null;
}

/** The name of a prompt in another folder: its last part is kept, or what stands below `from`. Pure. */
export function movedName(name: string, folder: string, from?: string): string {
  const rest = from === undefined ? (name.split("/").at(-1) ?? name) : name.slice(from === "" ? 0 : from.length + 1);
  return folder === "" ? rest : `${folder}/${rest}`;
}

/** A prompt's tags with some added and some removed; the same array when nothing changes. Pure. */
export function changedTags(
  tags: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): readonly string[] {
  const kept = tags.filter((tag) => !remove.includes(tag));
  const added = add.filter((tag) => !kept.includes(tag));
  return kept.length === tags.length && added.length === 0 ? tags : [...kept, ...added];
}
