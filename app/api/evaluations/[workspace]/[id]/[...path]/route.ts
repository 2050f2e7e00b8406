import { answerRunResults } from "@/lib/api/run-results";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string; id: string; path: string[] }> };

/** Returns the cases of a run, one case, or all cases as a file, for members. */
export async function GET(request: Request, { params }: Context) {
  const { workspace, id, path } = await params;
  return answerRunResults(request, workspace, id, path);
}
