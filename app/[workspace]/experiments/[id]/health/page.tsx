import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";
import { findExamples, findRows } from "../_components/find-rows";
import { HealthTab } from "../_components/health-tab";

/** Whether the data of an experiment is valid. */
export default async function HealthPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  const [rows, examples] = await Promise.all([findRows(open), findExamples(open)]);
  return (
    <ExperimentFrame open={open} tab="health">
      <HealthTab results={open.results} examples={examples} {...rows} />
    </ExperimentFrame>
  );
}
