import { answerSharedResults } from "@/lib/api/run-results";

export const dynamic = "force-dynamic";

/** Returns the cases of a shared run, one case, or all cases as a file, for anyone with the link. */
export async function GET(request: Request, { params }: RouteContext<"/api/shared/[token]/[...path]">) {
  const { token, path } = await params;
  return answerSharedResults(request, token, path);
}
