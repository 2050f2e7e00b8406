import { copyPath } from "@/app/[workspace]/_components/paths";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/auth/authorize";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { mergeRefusal } from "@/lib/registry/draft-copy-words";
import { planMerge } from "@/lib/registry/queries/merge-plan";
import { listVersions } from "@/lib/registry/queries/versions";
import type { TabProps } from "../open-prompt";
import { LateMergeForm } from "./late-merge-form";

/** The page that merges a draft copy and its prompt, in either direction. */
export async function MergePage(props: TabProps & { copy: DraftCopyView }) {
  const { actor, workspace, prompt, query, copy } = props;
  const into = query.into === "copy" ? "copy" : "prompt";
  const back = copyPath(workspace, prompt.name, copy.id);
  const reason = mergeRefusal({ role: actor.role, mayWrite: can(actor, "prompt:write"), prompt, copy }, into);
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
