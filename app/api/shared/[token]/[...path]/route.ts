import { answerSharedResults } from "@/lib/api/run-results";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ token: string; path: string[] }> };

/** Returns the cases of a shared run, one case, or all cases as a file, for anyone with the link. */
export async function GET(request: Request, { params }: Context) {
  const { token, path } = await params;
  return answerSharedResults(request, token, path);
}
