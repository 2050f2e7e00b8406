import { answerRequestDownload } from "@/lib/api/request-download";

export const dynamic = "force-dynamic";

/** Exports requests as a file, for members who may read them. */
export async function GET(request: Request, { params }: RouteContext<"/api/requests/[workspace]">) {
  return answerRequestDownload(request, await params);
}
