import type { IncomingMessage, ServerResponse } from "node:http";
import { isDatabaseUp, watchRecovery, writesRefused } from "@/lib/core/database-watch";
import { pingDatabase } from "@/lib/core/db";
import { sharedCacheState } from "@/lib/core/redis";
import { withShortTimeout } from "@/lib/core/short-timeout";
import { snapshotState } from "@/lib/runtime/snapshot/held";

/** The state that the process knows about itself. */
export type Condition = { isStarting?: boolean; isStopping?: boolean; isStudioUp?: boolean };

/** The body of /readyz. */
export type Readiness = {
  status: "ready" | "starting" | "stopping" | "unavailable";
  /** Parts that are unavailable although the process is ready. */
  degraded: ("database" | "redis" | "studio")[];
  /** The age of the last snapshot on disk, from which a restart would serve; null if there is none. */
  snapshotAgeSeconds: number | null;
  /** The maximum age of a usable snapshot; null if snapshots are off. */
  snapshotMaxAgeSeconds: number | null;
};

/** A starting process has no settings yet. A query to the database would cache wrong ones. */
const notStarted: Readiness = {
  status: "starting",
  degraded: [],
  snapshotAgeSeconds: null,
  snapshotMaxAgeSeconds: null,
};

/** Whether the database is unavailable and prompts can be served from the snapshot. */
export function canAnswerFromSnapshot(): boolean {
  return !isDatabaseUp() && (snapshotState()?.isHeld ?? false);
}

/**
 * Whether this process can do its work. For resolve: it has started and is not stopping; the database may be
 * unavailable. For the studio (pages and management), the database must also answer. Does not wait for a slow database.
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

/** The value of `/readyz?for=`. Default: resolve; null for an invalid value. */
function targetOf(url: string | undefined): "resolve" | "studio" | null {
  const target = new URLSearchParams(url?.split("?")[1]).get("for") ?? "resolve";
  return target === "resolve" || target === "studio" ? target : null;
}

/** Answers /readyz as an HTTP response, in Next's route handlers. */
export async function answerReadiness(url: string): Promise<Response> {
  const { status, body } = await readinessAnswer(url, {});
  return new Response(body, { status, headers });
}

/** Answers /healthz (the process runs) and /readyz (it can serve) before all other handlers. */
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
