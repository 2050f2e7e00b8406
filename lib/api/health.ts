import type { IncomingMessage, ServerResponse } from "node:http";
import { isDatabaseUp, watchRecovery, writesRefused } from "@/lib/core/database-watch";
import { pingDatabase } from "@/lib/core/db";
import { sharedCacheState } from "@/lib/core/redis";
import { withShortTimeout } from "@/lib/core/short-timeout";
import { snapshotState } from "@/lib/runtime/snapshot/held";

/** What the process that is asked knows of itself. */
export type Condition = { isStarting?: boolean; isStopping?: boolean; isStudioUp?: boolean };

/** The body of /readyz. */
export type Readiness = {
  status: "ready" | "starting" | "stopping" | "unavailable";
  /** What is away while the process is ready all the same. */
  degraded: ("database" | "redis" | "studio")[];
  /** Age of the last snapshot on disk, which a restart would serve from; null without one. */
  snapshotAgeSeconds: number | null;
  /** From which age on a snapshot is refused; null where none is kept. */
  snapshotMaxAgeSeconds: number | null;
};

/** A process that starts has no settings yet: whatever asked for the database now would keep the wrong ones. */
const notStarted: Readiness = {
  status: "starting",
  degraded: [],
  snapshotAgeSeconds: null,
  snapshotMaxAgeSeconds: null,
};

/** Whether the database is away and prompts can be answered from the snapshot. */
export function canAnswerFromSnapshot(): boolean {
  return !isDatabaseUp() && (snapshotState()?.isHeld ?? false);
}

/**
 * Whether this process can do its work. For resolve: it has started and does not stop; the database may be away. For the
 * studio, pages and management, the database must answer too. A database that takes its time is not waited for.
 */
export async function readiness(target: "resolve" | "studio", condition: Condition): Promise<Readiness> {
  if (condition.isStarting) return notStarted;
  if (isDatabaseUp()) await withShortTimeout(pingDatabase());
  else watchRecovery();
  const isDatabaseAway = !isDatabaseUp() || writesRefused() !== null;
  const isStudioAway = condition.isStudioUp === false;
  const redis = sharedCacheState();
  const snapshot = snapshotState();
  const degraded: Readiness["degraded"] = [];
  if (isDatabaseAway) degraded.push("database");
  if (redis && redis.breaker !== "closed") degraded.push("redis");
  if (isStudioAway) degraded.push("studio");
  const statusOf = () => {
    if (condition.isStopping) return "stopping";
    return target === "studio" && (isDatabaseAway || isStudioAway) ? "unavailable" : "ready";
  };
  return {
    status: statusOf(),
    degraded,
    snapshotAgeSeconds: snapshot?.ageSeconds ?? null,
    snapshotMaxAgeSeconds: snapshot?.maxAgeSeconds ?? null,
  };
}

/** What `/readyz?for=` asks about; resolve when it is left out, null for anything else. */
function targetOf(url: string | undefined): "resolve" | "studio" | null {
  const target = new URLSearchParams(url?.split("?")[1]).get("for") ?? "resolve";
  return target === "resolve" || target === "studio" ? target : null;
}

/** Answers /readyz as an HTTP response, where Next answers it. */
export async function answerReadiness(url: string, condition: Condition = {}): Promise<Response> {
  const { status, body } = await readinessAnswer(url, condition);
  return new Response(body, { status, headers });
}

/** Answers /healthz (the process runs) and /readyz (it can serve) ahead of everything else. */
export async function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  condition: Condition,
): Promise<void> {
  if (request.url?.split("?")[0] === "/healthz") {
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
    response.end("ok");
    return;
  }
  const { status, body } = await readinessAnswer(request.url, condition);
  response.writeHead(status, headers);
  response.end(body);
}

const headers = { "content-type": "application/json", "cache-control": "no-store" };

async function readinessAnswer(url: string | undefined, condition: Condition) {
  const target = targetOf(url);
  if (!target) return { status: 400, body: JSON.stringify({ error: 'The parameter "for" is "resolve" or "studio".' }) };
  const answer = await readiness(target, condition);
  return { status: answer.status === "ready" ? 200 : 503, body: JSON.stringify(answer) };
}
