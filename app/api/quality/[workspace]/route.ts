import { answerQualityDownload } from "@/lib/api/quality-download";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Exports a chart of live quality as a file, for members. */
export async function GET(request: Request, { params }: Context) {
  return answerQualityDownload(request, await params);
}
