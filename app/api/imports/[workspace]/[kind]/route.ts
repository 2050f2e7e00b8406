import { answerImport } from "@/lib/api/imports";
import { getSessionActor } from "@/lib/auth/session";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string; kind: string }> };

/** Imports files from a page. A route, because the body of an action is small and is read before authentication. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answerImport(request, await params, getSessionActor);
}
