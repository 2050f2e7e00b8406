import type { DraftCopyView } from "@/lib/registry/draft-copy-views";

const versions = (count: number) => `${count} ${count === 1 ? "version" : "versions"}`;

/** How far a draft copy and its prompt went apart: "2 versions ahead, 1 behind". */
export function apartWords({ status, ahead, behind, mergedAs }: DraftCopyView): string {
  if (status === "merged") return `${versions(ahead)}, merged as v${mergedAs}`;
  if (ahead === 0 && behind === 0) return "Nothing saved yet";
  const own = ahead === 0 ? "Nothing saved yet" : `${versions(ahead)} ahead`;
  return behind === 0 ? own : `${own}, ${behind} behind`;
}

/** What a copy has that the prompt has not: its head is not what both share. */
export function hasOwnChanges({ baseVersion, headVersion }: DraftCopyView): boolean {
  return headVersion !== baseVersion;
}

/** What the newest state of the prompt means for an open copy, as a sentence; null when it has everything. */
export function behindWords({ behind }: DraftCopyView, latest: number): string | null {
  if (behind === 0) return null;
  return behind === 1
    ? `The prompt is at v${latest} now.`
    : `The prompt has ${behind} newer versions, up to v${latest}.`;
}
