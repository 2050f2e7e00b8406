import { answerWaiting } from "@/lib/api/waiting";
import { findSessionMember } from "@/lib/auth/session";

export const dynamic = "force-dynamic";

/** Returns the number beside the inbox, for members. */
export async function GET(request: Request, { params }: RouteContext<"/api/waiting/[workspace]">): Promise<Response> {
  return answerWaiting(request, (await params).workspace, findSessionMember);
}
