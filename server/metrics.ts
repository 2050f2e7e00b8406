/**
 * `/metrics` of a whole instance. The supervisor gathers the metrics of its processes for the process that was asked.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { answerMetrics, collectMetrics } from "@/lib/api/metrics";
import type { ToChild } from "./messages";
import { send } from "./send";

const waiting = new Map<number, (processes: unknown[]) => void>();
let lastId = 0;
const longestMs = 2_000;

/** Handles the supervisor's response. */
export function noteGathered({ id, processes }: Extract<ToChild, { type: "metrics-gathered" }>): void {
  waiting.get(id)?.(processes);
  waiting.delete(id);
}

/**
 * Returns the metrics of every process of this instance, or only of this process if the supervisor does not respond.
 */
async function gather(): Promise<unknown[]> {
  const id = ++lastId;
  const gathered = new Promise<unknown[]>((done) => waiting.set(id, done));
  send({ type: "metrics-gather", id });
  const late = sleep(longestMs, null, { ref: false }).then(async () => [await collectMetrics()]);
  return Promise.race([gathered, late]).finally(() => waiting.delete(id));
}

/** Answers /metrics for requests with METRICS_TOKEN. */
export async function answerMetricsOfAll(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerMetrics(request.headers.authorization ?? null, gather);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}
