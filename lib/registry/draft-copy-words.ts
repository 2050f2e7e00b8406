import type { DraftCopyView } from "./draft-copy-views";

const versions = (count: number) => `${count} ${count === 1 ? "version" : "versions"}`;

/** Describes how far a draft copy and its prompt have diverged: "2 versions ahead, 1 behind". */
export function apartWords({ status, ahead, behind, mergedAs }: DraftCopyView): string {
  if (status === "merged") return `${versions(ahead)}, merged as v${mergedAs}`;
  if (ahead === 0 && behind === 0) return "Nothing saved yet";
  const own = ahead === 0 ? "Nothing saved yet" : `${versions(ahead)} ahead`;
  return behind === 0 ? own : `${own}, ${behind} behind`;
}

/** Whether the copy has versions that the prompt lacks: its head differs from the common base. */
export function hasOwnChanges({ baseVersion, headVersion }: DraftCopyView): boolean {
  return headVersion !== baseVersion;
}

/** Describes how newer versions of the prompt affect an open copy. Null if the copy has all of them. */
export function behindWords({ behind }: DraftCopyView, latest: number): string | null {
  if (behind === 0) return null;
  return behind === 1
    ? `The prompt is at v${latest} now.`
    : `The prompt has ${behind} newer versions, up to v${latest}.`;
}
