import { isLocked, withoutUndone } from "./lifecycle";
import type { ReleaseView } from "./views";

/** How a version was rolled back: automatically or by a person, and after how many milliseconds (null if unknown). */
export type LiveEnd = { isByItself: boolean; afterMs: number | null };

/**
 * Returns the versions that were rolled back in an environment, each with its last rollback. `releases` are sorted
 * newest first. Undone releases, and rollbacks that only revert another rollback, are ignored.
 */
export function versionFates(releases: readonly ReleaseView[], environment: string): Map<number, LiveEnd> {
  const here = withoutUndone(releases.filter((release) => release.environment === environment));
  const fates = new Map<number, LiveEnd>();
  for (const [index, { kind, fromVersion, at }] of here.entries()) {
    const isRollback = kind === "rollback" || kind === "auto-rollback";
    if (!isRollback || fromVersion === null || fates.has(fromVersion)) continue;
    const arrival = here[index + 1];
    if (arrival?.kind === "rollback") continue;
    const afterMs = arrival?.toVersion === fromVersion ? Date.parse(at) - Date.parse(arrival.at) : null;
    fates.set(fromVersion, { isByItself: kind === "auto-rollback", afterMs });
  }
  return fates;
}

/** Returns the versions that only a person can promote again in an environment. `releases` are sorted newest first. */
export function lockedVersions(releases: readonly ReleaseView[], environment: string): number[] {
  const here = releases
    .filter((release) => release.environment === environment)
    .map(({ actor, ...release }) => ({ ...release, actorKind: actor.kind }));
  const taken = here.flatMap(({ kind, fromVersion }) =>
    kind === "auto-rollback" && fromVersion !== null ? [fromVersion] : [],
  );
  return [...new Set(taken)].filter((version) => isLocked(here, version));
}

/** "rolled back automatically after 3 h". */
export function fateWords({ isByItself, afterMs }: LiveEnd): string {
  const words = isByItself ? "rolled back automatically" : "rolled back";
  if (afterMs === null) return words;
  const minutes = afterMs / 60_000;
  if (minutes < 1) return `${words} within a minute`;
  if (minutes < 60) return `${words} after ${Math.floor(minutes)}\u00a0min`;
  if (minutes < 48 * 60) return `${words} after ${Math.floor(minutes / 60)}\u00a0h`;
  return `${words} after ${Math.floor(minutes / (24 * 60))}\u00a0d`;
}
