import { answerEditor } from "@/lib/api/editor";
import { getSessionActor } from "@/lib/auth/session";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** An editor's draft and presence. A route, because actions are queued and cannot be sent while a page unloads. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answerEditor(request, (await params).workspace, getSessionActor);
}
