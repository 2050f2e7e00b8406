import { answerUsageDownload } from "@/lib/api/usage-download";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Exports usage as a file, for members. */
export async function GET(request: Request, { params }: Context) {
  return answerUsageDownload(request, await params);
}
