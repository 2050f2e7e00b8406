import { answerAuditDownload } from "@/lib/api/audit-download";

export const dynamic = "force-dynamic";

/** Exports the audit log as a file, for admins and owners. */
export async function GET(request: Request, { params }: RouteContext<"/api/audit/[workspace]">) {
  return answerAuditDownload(request, await params);
}
