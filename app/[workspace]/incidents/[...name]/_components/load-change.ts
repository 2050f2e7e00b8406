import { toSections } from "@/app/[workspace]/prompts/[name]/_components/history/diff-sections";
import type { DiffRow } from "@/components/diff/types";
import type { UserActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { diffWithin, getVersionOrThrow } from "@/lib/registry/queries/versions";

/** `more` is the number of changed lines after the first ones. `failure` says why there is no comparison. */
type ShortChange = { rows: DiffRow[]; more: number; failure: string | null };

const shown = 4;

/** Loads the first lines that changed between two versions of a prompt. */
export async function loadChange(
  actor: UserActor,
  { name, from, to }: { name: string; from: number; to: number },
): Promise<ShortChange> {
  const [before, after] = await Promise.all([getVersionOrThrow(actor, name, from), getVersionOrThrow(actor, name, to)]);
  try {
    const diff = await diffWithin(actor, before.content, after.content);
    const changed = toSections(diff).flatMap(({ rows }) => rows.filter(({ kind }) => kind !== "same"));
    return { rows: changed.slice(0, shown), more: Math.max(0, changed.length - shown), failure: null };
  } catch (error) {
    if (error instanceof AppError) return { rows: [], more: 0, failure: error.message };
    throw error;
  }
}
