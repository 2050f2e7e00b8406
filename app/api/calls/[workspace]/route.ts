import { answerCalls } from "@/lib/api/calls";
import { getSessionActor } from "@/lib/auth/session";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Streams calls of applications as they arrive, for members. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return answerCalls(request, (await params).workspace, getSessionActor);
}
