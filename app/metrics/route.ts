import { answerMetrics } from "@/lib/api/metrics";

export const dynamic = "force-dynamic";

/** Returns the counters of this process in the format of Prometheus. */
export function GET(request: Request) {
  return answerMetrics(request.headers.get("authorization"));
}
