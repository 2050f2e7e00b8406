import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";
import { PlanTab } from "../_components/plan-tab";

/** The plan of an experiment: its question, its users, and how it is decided. */
export default async function PlanPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  return (
    <ExperimentFrame open={open} tab="plan">
      <PlanTab view={open.view} workspace={open.workspace} phase={open.results.phase} />
    </ExperimentFrame>
  );
}
