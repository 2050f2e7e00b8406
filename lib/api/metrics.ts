import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { env } from "@/lib/core/env";
import { singleton } from "@/lib/core/singleton";
import { runtimeMetrics } from "@/lib/runtime/metrics";
import { isBearerOf } from "./bearer";
import { eventThread } from "./event-intake/intake";

const registry = () =>
  singleton("metrics-registry", () => {
    const made = new Registry();
    collectDefaultMetrics({ register: made });
    return made;
  });

/** `redisErrors` → `understudy_redis_errors`. */
const metricName = (name: string) => `understudy_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;

function gauge(name: string): Gauge {
  const known = registry().getSingleMetric(metricName(name));
  return (known as Gauge | undefined) ?? new Gauge({ name: metricName(name), help: name, registers: [registry()] });
}

/** Prometheus' text form of what this process counts, for whoever has METRICS_TOKEN. */
export async function answerMetrics(authorization: string | null): Promise<Response> {
  const { METRICS_TOKEN: token } = env();
  if (!token) return new Response("Set METRICS_TOKEN to read metrics.\n", { status: 503 });
  if (!isBearerOf(token, authorization))
    return new Response("Send METRICS_TOKEN as a bearer token.\n", {
      status: 401,
      headers: { "www-authenticate": "Bearer" },
    });
  const { redis, ...counted } = runtimeMetrics();
  const { attempts, failures, refusals } = redis ?? {};
  const { waiting: eventBatchesWaiting, restarts: eventThreadRestarts } = eventThread().current?.counts() ?? {};
  const values = {
    ...counted,
    eventBatchesWaiting,
    eventThreadRestarts,
    redisAttempts: attempts,
    redisFailures: failures,
    redisRefusals: refusals,
  };
  for (const [name, value] of Object.entries(values)) if (value !== undefined) gauge(name).set(Number(value));
  const headers = { "content-type": registry().contentType, "cache-control": "no-store" };
  return new Response(await registry().metrics(), { headers });
}
