import type { Actor } from "@/lib/auth/actor";
import { runTask } from "@/lib/core/work/run-task";
import type { Content } from "@/lib/template/content";
import type { ContentDiff } from "../diff";
import type { MergeTarget } from "../draft-copy-schema";
import type { DraftCopyView } from "../draft-copy-views";
import type { MergeConflict, TakenChange } from "../merge";
import { mergeTask } from "../tasks";
import { getDraftCopyOrThrow } from "./draft-copies";
import { getPromptOrThrow } from "./prompts";
import { getVersionOrThrow } from "./versions";

/** One of the merged contents and its version. */
export type MergePart = { version: number; content: Content };

/** The result of a planned merge. "Ours" is always the draft copy, "theirs" the prompt itself. */
export type MergePlan = {
  draftCopy: DraftCopyView;
  into: MergeTarget;
  base: MergePart;
  ours: MergePart;
  theirs: MergePart;
  /** The merged content. An unresolved conflict contains the lines of both sides, ours first. */
  content: Content;
  conflicts: MergeConflict[];
  /** Changes that only one side made. */
  taken: TakenChange[];
  /** The difference between the target's current content and `content`. */
  diff: ContentDiff;
};

type Target = { name: string; id: string; into: MergeTarget };

/** Compares a draft copy with its prompt and merges both automatically, except for conflicts. */
export async function planMerge(actor: Actor, { name, id, into }: Target): Promise<MergePlan> {
  const [draftCopy, prompt] = await Promise.all([getDraftCopyOrThrow(actor, name, id), getPromptOrThrow(actor, name)]);
  const [base, ours, theirs] = await Promise.all(
    [draftCopy.baseVersion, draftCopy.headVersion, draftCopy.mergedAs ?? prompt.latestVersion].map(
      async (version): Promise<MergePart> => ({
        version,
        content: (await getVersionOrThrow(actor, name, version)).content,
      }),
    ),
  );
  if (!base || !ours || !theirs) throw new Error("three versions were asked for");
  const contents = { base: base.content, ours: ours.content, theirs: theirs.content };
  const { result, diff } = await runTask(
    mergeTask,
    { ...contents, into: into === "prompt" ? "theirs" : "ours" },
    { workspaceId: actor.workspaceId },
  );
  const { content, conflicts, taken } = result;
  return { draftCopy, into, base, ours, theirs, content, conflicts, taken, diff };
}
