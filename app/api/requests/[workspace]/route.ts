import { answerRequestDownload } from "@/lib/api/request-download";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Exports requests as a file, for members who may read them. */
export async function GET(request: Request, { params }: Context) {
  return answerRequestDownload(request, await params);
}
