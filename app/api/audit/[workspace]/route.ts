import { answerAuditDownload } from "@/lib/api/audit-download";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Exports the audit log as a file, for admins and owners. */
export async function GET(request: Request, { params }: Context) {
  return answerAuditDownload(request, await params);
}
