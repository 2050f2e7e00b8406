import { answerSuiteDownload } from "@/lib/api/suite-download";

/** Exports the cases of a suite as a file, for members. */
export async function GET(request: Request, { params }: RouteContext<"/[workspace]/evaluations/suites/[id]/export">) {
  return answerSuiteDownload(request, await params);
}
