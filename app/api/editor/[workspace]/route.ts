import { answerEditor } from "@/lib/api/editor";
import { getSessionActor } from "@/lib/auth/session";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** An open editor's draft and presence. A route, not an action: actions queue up, and cannot be sent as a page goes. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answerEditor(request, (await params).workspace, getSessionActor);
}
