/** The stages of environments. They determine the status of live versions. */
export const stages = ["development", "testing", "production"] as const;
export type Stage = (typeof stages)[number];

export const versionStatuses = ["draft", "testing", "production", "archived"] as const;
export type VersionStatus = (typeof versionStatuses)[number];

/** A release, as these rules need it. The database uses the kind `auto_rollback`, the API `auto-rollback`. */
export type Move = {
  kind: "promote" | "rollback" | "auto-rollback" | "auto_rollback" | "experiment";
  fromVersion: number | null;
  toVersion: number;
  /** The facts stored with the release. For an undo, they name the revision that it undoes. */
  evidence?: unknown;
};

/** Whether a move only undoes the one before it. */
export function isUndo({ evidence }: Pick<Move, "evidence">): boolean {
  return typeof evidence === "object" && evidence !== null && "undoes" in evidence;
}

/** Whether a release overrode a gate or missing approvals. */
export function isOverride({ evidence }: Pick<Move, "evidence">): boolean {
  return typeof evidence === "object" && evidence !== null && "override" in evidence && evidence.override === true;
}

/** Removes undone moves and their undos. `moves` are newest first. */
export function withoutUndone<T extends Pick<Move, "evidence">>(moves: readonly T[]): T[] {
  return moves.filter((move, index) => {
    const later = moves[index - 1];
    return !isUndo(move) && !(later && isUndo(later));
  });
}

/**
 * The status of a version, from the stages where it is live. `wasReleased`: it was live in a testing or production
 * stage before. A version that is live only in development stays a draft.
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

/** The status of a version that is live in an environment of this stage only, and was nowhere before. */
export const statusInStage = (stage: Stage): VersionStatus =>
  versionStatus({ liveStages: [stage], wasReleased: false });

/** Whether the version must first be merged: a version of a draft copy cannot go live in a protected environment. */
export const mustMergeFirst = (version: { draftCopy: object | null }, environment: { isProtected: boolean }): boolean =>
  version.draftCopy !== null && environment.isProtected;

/**
 * The version before `current`: the one that was live when `current` was last promoted, not rolled back to. `releases`
 * of one prompt and environment, newest first.
 */
export function previousLive(releases: readonly Move[], current: number): number | null {
  const arrival = withoutUndone(releases).find(
    (release) => release.toVersion === current && (release.kind === "promote" || release.kind === "experiment"),
  );
  return arrival?.fromVersion ?? null;
}

/** Whether the version was ever live, from the releases of one prompt and environment. */
export function wasLive(releases: readonly Move[], version: number): boolean {
  return releases.some((release) => release.toVersion === version);
}

/**
 * Whether a version was rolled back automatically and not promoted since. Only a person may promote it again.
 * `releases` of one prompt and environment, newest first.
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
 * Whether the version was last replaced by a rollback, manual or automatic. A manual rollback to a newer version does
 * not count: it is a step forward and does not reject the version it replaced.
 */
function isTakenBack(releases: readonly Move[], version: number): boolean {
  const last = releases.find(({ fromVersion, toVersion }) => fromVersion === version || toVersion === version);
  if (last?.fromVersion !== version || last.kind === "promote" || last.kind === "experiment") return false;
  return last.kind !== "rollback" || last.toVersion < version;
}

/**
 * The default target of a rollback: the version that was live before `current`, or the one before that, skipping
 * versions that were rolled back or undone. Null if there is none. `all` is newest first.
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
