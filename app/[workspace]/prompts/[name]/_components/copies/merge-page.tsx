import { copyPath } from "@/app/[workspace]/_components/paths";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/auth/authorize";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { planMerge } from "@/lib/registry/queries/merge-plan";
import { listVersions } from "@/lib/registry/queries/versions";
import type { TabProps } from "../open-prompt";
import { LateMergeForm } from "./late-merge-form";

type Reason = { title: string; words: string };

/** Why there is nothing to merge. Null if there is. */
function whyNot({ actor, prompt, copy }: TabProps & { copy: DraftCopyView }, into: "prompt" | "copy"): Reason | null {
  if (copy.status === "merged")
    return { title: `This copy was merged as v${copy.mergedAs}`, words: "Its versions stay readable in the history." };
  if (copy.status === "closed") return { title: "This copy is closed", words: "Reopen it to merge it." };
  if (prompt.archivedAt) return { title: "This prompt is archived", words: "Restore it first." };
  if (!can(actor, "prompt:write"))
    return { title: "You can only read", words: `Merging needs the role editor; yours is ${actor.role}.` };
  if (into === "prompt" && copy.headVersion === copy.baseVersion)
    return { title: "Nothing to merge yet", words: "Nothing was saved in this copy." };
  if (into === "copy" && copy.behind === 0)
    return { title: "Nothing to merge", words: `The copy already contains everything up to v${copy.baseVersion}.` };
  return null;
}

/** The page that merges a draft copy and its prompt, in either direction. */
export async function MergePage(props: TabProps & { copy: DraftCopyView }) {
  const { actor, workspace, prompt, query, copy } = props;
  const into = query.into === "copy" ? "copy" : "prompt";
  const back = copyPath(workspace, prompt.name, copy.id);
  const reason = whyNot(props, into);
  if (reason)
    return (
      <EmptyState title={reason.title} action={<Button href={back}>Back to the copy</Button>}>
        {reason.words}
      </EmptyState>
    );
  const [{ base, ours, theirs }, newest] = await Promise.all([
    planMerge(actor, { name: prompt.name, id: copy.id, into }),
    listVersions(actor, prompt.name, { limit: 1 }),
  ]);
  const next = (newest.items[0]?.version ?? prompt.latestVersion) + 1;
  return (
    <LateMergeForm into={into} copy={copy} base={base} ours={ours} theirs={theirs} next={next} name={prompt.name} />
  );
}
