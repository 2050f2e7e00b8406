import { z } from "zod";
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
  names: z.array(promptName).min(1, "Name at least one prompt.").max(bulkLimit).optional(),
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

/** What is wrong with a bulk act as a whole, as a sentence with its place; null when nothing is. Pure. */
export function bulkFault({
  act,
  names,
  from,
  folder,
  to,
  add,
  remove,
}: BulkInput): { pointer: string; message: string } | null {
  if (act === "move" && (names === undefined) === (from === undefined))
    return { pointer: "/names", message: "A move needs either names or from." };
  if (act !== "move" && names === undefined) return { pointer: "/names", message: "Name the prompts." };
  if (act === "move" && folder === undefined)
    return { pointer: "/folder", message: 'Name the target folder; "" is no folder.' };
  if (act === "rename" && to?.length !== names?.length)
    return { pointer: "/to", message: "There must be one new name for each prompt." };
  if (act === "tag" && (add ?? []).length + (remove ?? []).length === 0)
    return { pointer: "/add", message: "Name the tags to add or remove." };
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
