import { dayMs } from "@/lib/core/milliseconds";
import type { ReleaseView } from "@/lib/registry/views";
import { readGuardEvidence } from "../evidence";

/** How many days the page reports an automatic rollback, if nothing was released after it. */
export const backForDays = 7;

/** The automatic rollback that released the live version, and when the worse version was released. Pure. */
export function newestRollback(releases: readonly ReleaseView[], now: number) {
  const [newest, ...before] = releases;
  if (newest?.kind !== "auto-rollback" || newest.fromVersion === null) return null;
  if (now - Date.parse(newest.at) > backForDays * dayMs) return null;
  const arrival = before.find(({ toVersion }) => toVersion === newest.fromVersion);
  return {
    at: newest.at,
    from: newest.fromVersion,
    to: newest.toVersion,
    releasedAt: arrival?.at ?? null,
    findings: readGuardEvidence(newest.evidence)?.findings ?? [],
  };
}
