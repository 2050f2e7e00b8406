import { answerResultsDownload } from "@/lib/api/results-download";

type Context = { params: Promise<{ workspace: string; id: string }> };

/** Exports the results of an experiment as CSV, for members. */
export async function GET(request: Request, { params }: Context) {
  return answerResultsDownload(request, await params);
}
