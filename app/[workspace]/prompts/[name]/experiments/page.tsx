import { Plus } from "lucide-react";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { ExperimentTable } from "@/app/[workspace]/experiments/_components/experiment-table";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { listExperiments } from "@/lib/experiments/queries/experiments";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

const shown = 50;

/** The experiments with this prompt. */
export default async function ExperimentsPage(page: PromptPageProps) {
  const { actor, workspace, prompt } = await openTab(page, "experiments");
  const { items, nextCursor } = await listExperiments(actor, { prompt: prompt.name, limit: shown });
  const all = `/${workspace}/experiments`;
  const mayPlan = can(actor, "experiment:write") && prompt.archivedAt === null;
  const plan = withQuery(`${all}/new`, { prompt: prompt.name });
  if (items.length === 0)
    return (
      <EmptyState
        title="No experiment with this prompt yet"
        action={mayPlan ? <Button href={plan}>New experiment</Button> : null}
      >
        Give another version to a part of its users and compare what they do. You see the required number of users
        before it starts.
      </EmptyState>
    );
  return (
    <>
      <div className="flex h-13 items-center gap-3 px-6 max-md:px-4">
        {mayPlan ? (
          <Button size="sm" icon={<Plus />} href={plan}>
            New experiment
          </Button>
        ) : null}
        {nextCursor ? <TextLink href={withQuery(all, { prompt: prompt.name })}>All of them</TextLink> : null}
      </div>
      <ExperimentTable
        workspace={workspace}
        experiments={items}
        caption="Experiments with this prompt, the last changed first"
        isOfPrompt
      />
    </>
  );
}
