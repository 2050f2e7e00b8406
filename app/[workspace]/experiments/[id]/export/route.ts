import { answerResultsDownload } from "@/lib/api/results-download";

/** Exports the results of an experiment as CSV, for members. */
export async function GET(request: Request, { params }: RouteContext<"/[workspace]/experiments/[id]/export">) {
  return answerResultsDownload(request, await params);
}
