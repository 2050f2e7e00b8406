import type { ServerResponse } from "node:http";
import { pingDatabase } from "@/lib/core/db";

/** Whether this instance should get traffic: it is not about to stop, and its database answers. */
export async function readiness(isDraining = false): Promise<{ isReady: boolean; reason: string }> {
  if (isDraining) return { isReady: false, reason: "stopping" };
  if (!(await pingDatabase())) return { isReady: false, reason: "the database is away" };
  return { isReady: true, reason: "ok" };
}

/** Answers /healthz (the process runs) and /readyz (it can serve) ahead of everything else. */
export async function answerHealth(path: string, response: ServerResponse, isDraining: boolean): Promise<void> {
  const { isReady, reason } = path === "/healthz" ? { isReady: true, reason: "ok" } : await readiness(isDraining);
  response.writeHead(isReady ? 200 : 503, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end(reason);
}
