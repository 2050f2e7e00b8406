import { answerSuiteDownload } from "@/lib/api/suite-download";

type Context = { params: Promise<{ workspace: string; id: string }> };

/** Exports the cases of a suite as a file, for members. */
export async function GET(request: Request, { params }: Context) {
  return answerSuiteDownload(request, await params);
}
