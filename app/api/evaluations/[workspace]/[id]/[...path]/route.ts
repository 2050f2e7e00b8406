import { answerRunResults } from "@/lib/api/run-results";

export const dynamic = "force-dynamic";

/** Returns the cases of a run, one case, or all cases as a file, for members. */
export async function GET(request: Request, { params }: RouteContext<"/api/evaluations/[workspace]/[id]/[...path]">) {
  const { workspace, id, path } = await params;
  return answerRunResults(request, workspace, id, path);
}
