import { defineTask } from "@/lib/core/work/task";
import type { Content } from "@/lib/template/content";
import { type ContentDiff, diffContents } from "./diff";
import { type MergeResult, mergeContents } from "./merge";
import { fillPreview, type PreviewText } from "./preview-text";
import { mergeSharedDraft, readSharedForm } from "./shared-draft/merge-updates";
import type { DraftForm } from "./working-draft";

/** Compares two contents. */
export const diffTask = defineTask({
  name: "diff",
  cpuMs: 3_000,
  tooSlow: { code: "diff_too_large", message: "These two versions differ too much to be compared line by line." },
  work: ({ before, after }: { before: Content; after: Content }): ContentDiff => diffContents(before, after),
});

type ToMerge = { base: Content; ours: Content; theirs: Content; into: "ours" | "theirs" };

/** Merges two contents over their base, and compares the result with one of them. */
export const mergeTask = defineTask({
  name: "merge",
  cpuMs: 5_000,
  tooSlow: {
    code: "merge_too_large",
    message: "These versions differ too much to be merged by the server. Save one side as a new version instead.",
  },
  work: ({ base, ours, theirs, into }: ToMerge): { result: MergeResult; diff: ContentDiff } => {
    const result = mergeContents(base, ours, theirs);
    return { result, diff: diffContents(into === "ours" ? ours : theirs, result.content) };
  },
});

/** Merges a shared draft with an update, which may contain any bytes. */
export const sharedDraftTask = defineTask({
  name: "shared draft",
  cpuMs: 2_000,
  tooSlow: { code: "payload_too_large", message: "This change is too large for a shared draft." },
  work: ({ updates }: { updates: readonly Uint8Array[] }): { state: Uint8Array } => mergeSharedDraft(updates),
});

/** Reads the draft of a shared draft's stored updates. */
export const sharedFormTask = defineTask({
  name: "shared draft form",
  cpuMs: 2_000,
  tooSlow: { code: "payload_too_large", message: "This shared draft is too large to be read." },
  work: ({ updates }: { updates: readonly Uint8Array[] }): DraftForm => readSharedForm(updates),
});

/** Fills the content of a preview link, which anyone with the link opens. */
export const previewTask = defineTask({
  name: "preview",
  cpuMs: 1_000,
  tooSlow: { code: "template_too_slow", message: "It takes too long to fill." },
  work: ({ content, values }: { content: Content; values: Readonly<Record<string, unknown>> }): PreviewText =>
    fillPreview(content, values),
});
