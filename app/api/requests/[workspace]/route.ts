import { answerRequestDownload } from "@/lib/api/request-download";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

type Context = { params: Promise<{ workspace: string }> };

/** Requests as a file, for who may read them. */
export async function GET(request: Request, { params }: Context) {
  return answerRequestDownload(request, await params);
}
