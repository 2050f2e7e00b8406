import type { VersionView } from "./queries/versions";

/** The origin of a version, as text. */
export type Lineage = { words: string; isMerge: boolean };

type LineageVersion = Pick<VersionView, "version" | "parentVersion" | "mergedVersion" | "draftCopy">;

/**
 * Describes both parents of a merge, or the parent of a version that does not follow the previous version of its line.
 * Null for all other versions. `versions` are the loaded ones, sorted newest first.
 */
export function lineageOf(version: LineageVersion, versions: readonly LineageVersion[]): Lineage | null {
  const { parentVersion, mergedVersion, draftCopy } = version;
  if (mergedVersion !== null) {
    const from = versions.find((other) => other.version === mergedVersion)?.draftCopy;
    const what = from ? `${from.name} v${mergedVersion}` : `v${mergedVersion}`;
    const words = draftCopy
      ? `merges v${mergedVersion} into v${parentVersion}`
      : `merges ${what} into v${parentVersion}`;
    return { words, isMerge: true };
  }
  if (parentVersion === null) return null;
  const before = versions.find((other) => other.version < version.version && other.draftCopy?.id === draftCopy?.id);
  const isFollowing = before ? before.version === parentVersion : !draftCopy;
  return isFollowing ? null : { words: `from v${parentVersion}`, isMerge: false };
}
