import { answerPlayground } from "@/lib/api/playground";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Runs a prompt for the signed-in person. The answer is streamed as JSON lines. */
export async function POST(request: Request, { params }: Context) {
  return answerPlayground(request, (await params).workspace);
}
