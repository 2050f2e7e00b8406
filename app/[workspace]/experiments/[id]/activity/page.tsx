import { ActivityTab } from "../_components/activity-tab";
import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";

/** Who did what with an experiment, and when. */
export default async function ActivityPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  return (
    <ExperimentFrame open={open} tab="activity">
      <ActivityTab view={open.view} results={open.results} workspace={open.workspace} />
    </ExperimentFrame>
  );
}
