import { answerSharedDraft, streamSharedDraft } from "@/lib/api/shared-draft";
import { findSessionMember } from "@/lib/auth/session";

export const dynamic = "force-dynamic";

/** Streams the events of a shared draft. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/shared-drafts/[workspace]">,
): Promise<Response> {
  return streamSharedDraft(request, (await params).workspace, findSessionMember);
}

/** Starts, joins, changes or leaves a shared draft. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/shared-drafts/[workspace]">,
): Promise<Response> {
  return answerSharedDraft(request, (await params).workspace, findSessionMember);
}
