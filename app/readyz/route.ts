import { answerReadiness } from "@/lib/api/health";

export const dynamic = "force-dynamic";

/** Returns whether the process can serve resolve requests, or with `?for=studio` pages and management. */
export function GET(request: Request) {
  return answerReadiness(request.url);
}
