import { keptWords } from "@/lib/requests/kept-words";
import { findKeptFrom } from "@/lib/requests/queries/kept-from";
import { listSegments } from "@/lib/telemetry/queries/segments";
import { ExperimentFrame, type ExperimentPageProps, openExperiment } from "../_components/experiment-frame";
import { SegmentsTab } from "../_components/segments-tab";

/** An experiment by the attributes that are marked as segments. */
export default async function SegmentsPage(page: ExperimentPageProps) {
  const open = await openExperiment(page);
  const [marked, keptFrom] = await Promise.all([
    listSegments(open.actor),
    findKeptFrom(open.actor, open.view.environment),
  ]);
  const { startedAt } = open.results;
  const isKept = startedAt === null || Date.parse(startedAt) >= keptFrom.getTime();
  return (
    <ExperimentFrame open={open} tab="segments">
      <SegmentsTab
        workspace={open.workspace}
        results={open.results}
        rowsNote={isKept ? null : keptWords(keptFrom)}
        marked={marked.map(({ attribute }) => attribute)}
        csvHref={open.csvOf("segments")}
      />
    </ExperimentFrame>
  );
}
