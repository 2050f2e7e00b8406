import type { ReleaseView } from "@/lib/registry/views";
import type { MetricFinding } from "../findings";

/** What a guard wrote down with the rollback it made. */
export type RollbackEvidence = {
  findings: MetricFinding[];
  firstHitAt: string | null;
  checkedAt: string | null;
};

/** The evidence of a rollback by itself; empty where a release has none of it. Pure. */
export function rollbackEvidence({ evidence }: Pick<ReleaseView, "evidence">): RollbackEvidence {
  const guard = (evidence as { guard?: Partial<RollbackEvidence> } | null | undefined)?.guard;
  return {
    findings: Array.isArray(guard?.findings) ? guard.findings : [],
    firstHitAt: guard?.firstHitAt ?? null,
    checkedAt: guard?.checkedAt ?? null,
  };
}

const dayMs = 86_400_000;
/** How long a rollback by itself is news, where nothing was released after it. */
export const backForDays = 7;

/** The rollback by itself that what is live now comes from, with when the version that was worse had gone live. Pure. */
export function newestRollback(releases: readonly ReleaseView[], now: number) {
  const [newest, ...before] = releases;
  if (newest?.kind !== "auto-rollback" || newest.fromVersion === null) return null;
  if (now - Date.parse(newest.at) > backForDays * dayMs) return null;
  const arrival = before.find(({ toVersion }) => toVersion === newest.fromVersion);
  return {
    ...{ at: newest.at, from: newest.fromVersion, to: newest.toVersion },
    ...{ releasedAt: arrival?.at ?? null, findings: rollbackEvidence(newest).findings },
  };
}
