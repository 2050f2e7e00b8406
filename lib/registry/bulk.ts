import { z } from "zod";
import { type bulkFaultWords, noPrompts } from "./bulk-words";
import { promptName, promptTags } from "./schema";

/** The maximum number of prompts in one action. */
export const bulkLimit = 500;

const folderName = z
  .string()
  .max(190)
  .transform((name) => name.replace(/\/+$/, ""))
  .pipe(z.union([z.literal(""), promptName]));

/** One action on many prompts, all or nothing. */
export const bulkInput = z.strictObject({
  act: z.enum(["archive", "restore", "tag", "move", "rename"]),
  /** The prompts. For `move`, `from` may be given instead. */
  names: z.array(promptName).min(1, noPrompts).max(bulkLimit).optional(),
  /**
   * For `move`: all prompts of this folder, including archived ones. They keep the part of their names after the
   * folder.
   */
  from: folderName.optional(),
  /** For `move`: the target folder; "" means none. */
  folder: folderName.optional(),
  /** For `rename`: the new names, in the order of `names`. */
  to: z.array(promptName).max(bulkLimit).optional(),
  /** For `tag`. */
  add: promptTags.optional(),
  /** For `tag`. */
  remove: promptTags.optional(),
  /** For `move` and `rename`: whether the old names still refer to the prompts. Default: true. */
  keepAliases: z.boolean().optional(),
  /** True: only returns what would change. */
  dryRun: z.boolean().optional(),
});
export type BulkInput = z.infer<typeof bulkInput>;
export type BulkAct = BulkInput["act"];

type BulkFault = { code: keyof typeof bulkFaultWords; pointer: "/names" | "/folder" | "/to" | "/add" };

/** The fault in a bulk action's input and its location; null if it is valid. Pure. */
export function bulkFault({ act, names, from, folder, to, add, remove }: BulkInput): BulkFault | null {
  if (act === "move" && (names === undefined) === (from === undefined))
    return { code: "names_or_from", pointer: "/names" };
  if (act !== "move" && names === undefined) return { code: "names", pointer: "/names" };
  if (act === "move" && folder === undefined) return { code: "folder", pointer: "/folder" };
  if (act === "rename" && to?.length !== names?.length) return { code: "new_names", pointer: "/to" };
  if (act === "tag" && (add ?? []).length + (remove ?? []).length === 0) return { code: "tags", pointer: "/add" };
  return null;
}

/**
 * The name of a prompt after a move to another folder. Keeps the last part of the name, or the part after `from`. Pure.
 */
export function movedName(name: string, folder: string, from?: string): string {
  const rest = from === undefined ? (name.split("/").at(-1) ?? name) : name.slice(from === "" ? 0 : from.length + 1);
  return folder === "" ? rest : `${folder}/${rest}`;
}

/** Adds and removes tags of a prompt. Returns the same array if nothing changes. Pure. */
export function changedTags(
  tags: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): readonly string[] {
  const remaining = tags.filter((tag) => !remove.includes(tag));
  const added = add.filter((tag) => !remaining.includes(tag));
  return remaining.length === tags.length && added.length === 0 ? tags : [...remaining, ...added];
}
