import { answerEditor } from "@/lib/api/editor";
import { watchEditor } from "@/lib/api/editor-watch";
import { findSessionMember } from "@/lib/auth/session";

export const dynamic = "force-dynamic";

/** Waits until somebody else opens the prompt. */
export async function GET(request: Request, { params }: RouteContext<"/api/editor/[workspace]">): Promise<Response> {
  return watchEditor(request, (await params).workspace, findSessionMember);
}

/** An editor's draft and presence. A route, because actions are queued and cannot be sent while a page unloads. */
export async function POST(request: Request, { params }: RouteContext<"/api/editor/[workspace]">): Promise<Response> {
  return answerEditor(request, (await params).workspace, findSessionMember);
}
