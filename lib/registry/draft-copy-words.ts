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

type Merging = { role: string; mayWrite: boolean; prompt: { archivedAt: string | null }; copy: DraftCopyView };
type MergeRefusal = { title: string; words: string };

/** Why there is nothing to merge. Null if there is. Pure. */
export function mergeRefusal({ role, mayWrite, prompt, copy }: Merging, into: "prompt" | "copy"): MergeRefusal | null {
  if (copy.status === "merged")
    return { title: `This copy was merged as v${copy.mergedAs}`, words: "Its versions stay readable in the history." };
  if (copy.status === "closed") return { title: "This copy is closed", words: "Reopen it to merge it." };
  if (prompt.archivedAt) return { title: "This prompt is archived", words: "Restore it first." };
  if (!mayWrite) return { title: "You can only read", words: `Merging needs the role editor; yours is ${role}.` };
  if (into === "prompt" && copy.headVersion === copy.baseVersion)
    return { title: "Nothing to merge yet", words: "Nothing was saved in this copy." };
  if (into === "copy" && copy.behind === 0)
    return { title: "Nothing to merge", words: `The copy already contains everything up to v${copy.baseVersion}.` };
  return null;
}
