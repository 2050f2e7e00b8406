import type { DiffRow } from "@/components/diff/types";
import type { UserActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { diffWithin, getVersionOrThrow } from "@/lib/registry/queries/versions";
import { toSections } from "../../../prompts/[name]/_components/history/diff-sections";

/** The first changed lines between two versions. `more` is the number of changed lines after them. */
export type ShortChange = { from: number; to: number; rows: DiffRow[]; more: number };

const shown = 4;

/** Loads the first changes between two versions. Null if they cannot be compared now, for example because the
 * comparison takes too much processor time. */
export async function loadChange(
  actor: UserActor,
  { name, from, to }: { name: string; from: number; to: number },
): Promise<ShortChange | null> {
  const [before, after] = await Promise.all([getVersionOrThrow(actor, name, from), getVersionOrThrow(actor, name, to)]);
  try {
    const diff = await diffWithin(actor, before.content, after.content);
    const changed = toSections(diff).flatMap(({ rows }) => rows.filter(({ kind }) => kind !== "same"));
    return { from, to, rows: changed.slice(0, shown), more: Math.max(0, changed.length - shown) };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
