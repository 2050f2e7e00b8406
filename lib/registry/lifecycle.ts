/** What being live in an environment makes of a version. */
export const stages = ["development", "testing", "production"] as const;
export type Stage = (typeof stages)[number];

export const versionStatuses = ["draft", "testing", "production", "archived"] as const;
export type VersionStatus = (typeof versionStatuses)[number];

/** A move of the pointer as these rules see it. The database spells the kind `auto_rollback`, the API `auto-rollback`. */
export type Move = {
  kind: "promote" | "rollback" | "auto-rollback" | "auto_rollback" | "experiment";
  fromVersion: number | null;
  toVersion: number;
  /** What the release was made on; an undo names the revision that it takes back. */
  evidence?: unknown;
};

/** Whether a move only takes back the one before it. */
export function isUndo({ evidence }: Pick<Move, "evidence">): boolean {
  return typeof evidence === "object" && evidence !== null && "undoes" in evidence;
}

/** Whether a release went past a gate or an approval that was missing. */
export function isOverride({ evidence }: Pick<Move, "evidence">): boolean {
  return typeof evidence === "object" && evidence !== null && "override" in evidence && evidence.override === true;
}

/** The moves without those that were undone, and without the undoing. `moves` newest first. */
export function withoutUndone<T extends Pick<Move, "evidence">>(moves: readonly T[]): T[] {
  return moves.filter((move, index) => {
    const later = moves[index - 1];
    return !isUndo(move) && !(later && isUndo(later));
  });
}

/**
 * The status of a version from where it is live now. `wasReleased`: it was ever live in a testing or production stage.
 * Being live in development alone leaves it a draft.
 */
export function versionStatus({
  liveStages,
  wasReleased,
}: {
  liveStages: readonly Stage[];
  wasReleased: boolean;
}): VersionStatus {
  if (liveStages.includes("production")) return "production";
  if (liveStages.includes("testing")) return "testing";
  return wasReleased ? "archived" : "draft";
}

/** Whether a version may not go live there yet: a draft copy's is merged before it goes to a protected environment. */
export const mustMergeFirst = (version: { draftCopy: object | null }, environment: { isProtected: boolean }): boolean =>
  version.draftCopy !== null && environment.isProtected;

/**
 * The version to roll back to: what was live before `current` was last put there on purpose. `releases` of one prompt
 * and environment, newest first. A version that was only reached by rolling back leads on to what was before it.
 */
export function previousLive(releases: readonly Move[], current: number): number | null {
  const arrival = withoutUndone(releases).find(
    (release) => release.toVersion === current && (release.kind === "promote" || release.kind === "experiment"),
  );
  return arrival?.fromVersion ?? null;
}

/** Whether the version was ever live, by the releases of one prompt and environment. */
export function wasLive(releases: readonly Move[], version: number): boolean {
  return releases.some((release) => release.toVersion === version);
}

/**
 * Whether a version was rolled back automatically and nobody has promoted it since, which only a person may. `releases` of
 * one prompt and environment, newest first.
 */
export function isLocked(releases: readonly Move[], version: number): boolean {
  const last = releases.find(
    ({ kind, fromVersion, toVersion }) =>
      ((kind === "auto-rollback" || kind === "auto_rollback") && fromVersion === version) ||
      ((kind === "promote" || kind === "experiment") && toVersion === version),
  );
  return last !== undefined && last.toVersion !== version;
}

/**
 * Whether the version was taken back, by a person or automatically, and was not put there again since. A rollback to a newer
 * version is a person's way forward, and says nothing against what they left.
 */
function isTakenBack(releases: readonly Move[], version: number): boolean {
  const last = releases.find(({ fromVersion, toVersion }) => fromVersion === version || toVersion === version);
  if (last?.fromVersion !== version || last.kind === "promote" || last.kind === "experiment") return false;
  return last.kind !== "rollback" || last.toVersion < version;
}

/**
 * The version to go back to when nobody says which: what was live before `current`, and before that, passing over what
 * was rolled back itself or undone. Null: there is none. `all` newest first.
 */
export function lastKnownGood(all: readonly Move[], current: number): number | null {
  const releases = withoutUndone(all);
  const passed = new Set([current]);
  let version = previousLive(releases, current);
  while (version !== null && !passed.has(version)) {
    if (!isLocked(releases, version) && !isTakenBack(releases, version)) return version;
    passed.add(version);
    version = previousLive(releases, version);
  }
  return null;
}
