import { answerPlayground } from "@/lib/api/playground";

export const dynamic = "force-dynamic";

/** Runs a prompt for the signed-in person. The answer is streamed as JSON lines. */
export async function POST(request: Request, { params }: RouteContext<"/api/playground/[workspace]">) {
  return answerPlayground(request, (await params).workspace);
}
