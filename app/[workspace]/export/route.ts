import { answerPromptDownload } from "@/lib/api/prompt-download";

/** Exports prompts as a file, for members. */
export async function GET(request: Request, { params }: RouteContext<"/[workspace]/export">) {
  return answerPromptDownload(request, await params);
}
