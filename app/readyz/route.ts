import { answerReadiness } from "@/lib/api/health";

export const dynamic = "force-dynamic";

/** Whether the process can serve: resolve, or with `?for=studio` pages and management. */
export function GET(request: Request) {
  return answerReadiness(request.url);
}
