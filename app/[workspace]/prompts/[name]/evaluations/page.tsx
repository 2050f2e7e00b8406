import { RunButton } from "@/app/[workspace]/evaluations/_components/run-dialog/run-button";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/auth/authorize";
import { listJudgedRuns, listVersionScores } from "@/lib/evaluation/comparison/queries/listed-runs";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { statusInStage } from "@/lib/registry/lifecycle";
import { PromptRuns } from "../_components/evaluations/prompt-runs";
import { VersionScoresTable } from "../_components/evaluations/version-scores-table";
import { openTab, type PromptPageProps } from "../_components/open-prompt";

/** The scores of the prompt's versions in evaluation runs. */
export default async function EvaluationsPage(page: PromptPageProps) {
  const { actor, workspace, prompt, environments } = await openTab(page, "evaluations");
  const [runs, scores, suites] = await Promise.all([
    listJudgedRuns(actor, { prompt: prompt.name, limit: 20 }),
    listVersionScores(actor, prompt.id),
    listSuites(actor, { prompt: prompt.name, limit: 1 }),
  ]);
  const list = `/${workspace}/evaluations/suites`;
  const [suite] = suites.items;
  const canRun = can(actor, "evaluation:run") && prompt.archivedAt === null;
  if (runs.items.length === 0)
    return (
      <EmptyState
        title="No version is evaluated yet"
        action={
          suite && canRun ? (
            <RunButton start={{ prompt: prompt.name, version: prompt.latestVersion }} />
          ) : can(actor, "suite:write") ? (
            <Button href={list}>Create a suite</Button>
          ) : null
        }
      >
        An evaluation runs a version on every case of a suite and scores the answers, so you see what it breaks before
        your users do.
      </EmptyState>
    );
  const live = environments.flatMap(({ name, stage }) =>
    prompt.deployments
      .filter(({ environment }) => environment === name)
      .map(({ version }) => ({ version, status: statusInStage(stage) })),
  );
  return (
    <>
      {scores.length > 0 ? <VersionScoresTable workspace={workspace} scores={scores} live={live} /> : null}
      <PromptRuns prompt={prompt.name} version={prompt.latestVersion} first={runs} canRun={canRun} />
    </>
  );
}
