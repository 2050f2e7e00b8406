import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";
import { findRows } from "../_components/find-rows";
import { HealthTab } from "../_components/health-tab";

/** Whether the data of an experiment is valid. */
export default async function HealthPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  return (
    <ExperimentFrame open={open} tab="health">
      <HealthTab results={open.results} {...(await findRows(open))} />
    </ExperimentFrame>
  );
}
