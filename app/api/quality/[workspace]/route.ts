import { answerQualityDownload } from "@/lib/api/quality-download";

export const dynamic = "force-dynamic";

/** Exports a chart of live quality as a file, for members. */
export async function GET(request: Request, { params }: RouteContext<"/api/quality/[workspace]">) {
  return answerQualityDownload(request, await params);
}
