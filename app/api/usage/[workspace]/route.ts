import { answerUsageDownload } from "@/lib/api/usage-download";

export const dynamic = "force-dynamic";

/** Exports usage as a file, for members. */
export async function GET(request: Request, { params }: RouteContext<"/api/usage/[workspace]">) {
  return answerUsageDownload(request, await params);
}
