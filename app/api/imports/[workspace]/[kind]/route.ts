import { answerImport } from "@/lib/api/imports";
import { findSessionMember } from "@/lib/auth/session";

export const dynamic = "force-dynamic";

/** Imports files from a page. A route, because the body of an action is small and is read before authentication. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/imports/[workspace]/[kind]">,
): Promise<Response> {
  return answerImport(request, await params, findSessionMember);
}
