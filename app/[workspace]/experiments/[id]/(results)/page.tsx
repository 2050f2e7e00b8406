import { promptPath } from "@/app/[workspace]/_components/paths";
import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";
import { findExamples, findRows } from "../_components/find-rows";
import { HealthTab } from "../_components/health-tab";
import { PlanTab } from "../_components/plan-tab";
import { ResultsTab } from "../_components/results-tab";
import { Side } from "../_components/side";

/** One experiment: first the verdict or its date, then the changes. A draft shows its plan. */
export default async function ResultsPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  const { workspace, view, results, csvOf } = open;
  if (results.state === "not_started")
    return (
      <ExperimentFrame open={open} tab="results">
        <PlanTab view={view} workspace={workspace} phase={results.phase} />
      </ExperimentFrame>
    );
  const rows = await findRows(open);
  return (
    <ExperimentFrame open={open} tab="results" side={<Side results={results} view={view} {...rows} />}>
      <ResultsTab
        results={results}
        view={view}
        csvOf={csvOf}
        useHref={promptPath(workspace, view.prompt, { tab: "use", environment: view.environment })}
      />
      {results.state === "not_valid" ? (
        <HealthTab results={results} examples={await findExamples(open)} {...rows} />
      ) : null}
    </ExperimentFrame>
  );
}
