import { DaysTab } from "../_components/days-tab";
import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";
import { findRows } from "../_components/find-rows";
import { UsesSection } from "../_components/uses-section";

/** An experiment day by day, and by how often people use the prompt. */
export default async function DaysPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  return (
    <ExperimentFrame open={open} tab="days">
      <DaysTab results={open.results} csvHref={open.csvOf("days")} {...(await findRows(open))} />
      <UsesSection results={open.results} csvHref={open.csvOf("uses")} />
    </ExperimentFrame>
  );
}
