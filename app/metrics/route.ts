import { answerMetrics } from "@/lib/api/metrics";

export const dynamic = "force-dynamic";

/** What this process counts, for Prometheus. */
export function GET(request: Request) {
  return answerMetrics(request.headers.get("authorization"));
}
