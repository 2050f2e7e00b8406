import { answerCalls } from "@/lib/api/calls";
import { findSessionMember } from "@/lib/auth/session";

export const dynamic = "force-dynamic";

/** Streams calls of applications as they arrive, for members. */
export async function GET(request: Request, { params }: RouteContext<"/api/calls/[workspace]">): Promise<Response> {
  return answerCalls(request, (await params).workspace, findSessionMember);
}
