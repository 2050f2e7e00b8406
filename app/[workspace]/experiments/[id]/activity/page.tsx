import { ActivityTab } from "../_components/activity-tab";
import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";

/** The history of an experiment: who did what, and when. */
export default async function ActivityPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  return (
    <ExperimentFrame open={open} tab="activity">
      <ActivityTab view={open.view} results={open.results} workspace={open.workspace} />
    </ExperimentFrame>
  );
}
