import { answerPlayground } from "@/lib/api/playground";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Runs a prompt for the person signed in; the answer streams as lines of JSON. */
export async function POST(request: Request, { params }: Context) {
  return answerPlayground(request, (await params).workspace);
}
