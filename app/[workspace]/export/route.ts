import { answerPromptDownload } from "@/lib/api/prompt-download";

type Context = { params: Promise<{ workspace: string }> };

/** Exports prompts as a file, for members. */
export async function GET(request: Request, { params }: Context) {
  return answerPromptDownload(request, await params);
}
