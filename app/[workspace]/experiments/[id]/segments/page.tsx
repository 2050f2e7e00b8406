import { listSegments } from "@/lib/telemetry/queries/segments";
import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";
import { SegmentsTab } from "../_components/segments-tab";

/** An experiment by the attributes that are marked as segments. */
export default async function SegmentsPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  const marked = await listSegments(open.actor);
  return (
    <ExperimentFrame open={open} tab="segments">
      <SegmentsTab
        workspace={open.workspace}
        results={open.results}
        marked={marked.map(({ attribute }) => attribute)}
        csvHref={open.csvOf("segments")}
      />
    </ExperimentFrame>
  );
}
