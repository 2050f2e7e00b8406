import { answerImport } from "@/lib/api/imports";
import { getSessionActor } from "@/lib/auth/session";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string; kind: string }> };

/** Files that a page imports. A route, not an action: an action's body is small and read before anybody is known. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answerImport(request, await params, getSessionActor);
}
