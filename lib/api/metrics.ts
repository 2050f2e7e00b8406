import { AggregatorRegistry, collectDefaultMetrics, Gauge, type MetricObject, Registry } from "prom-client";
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

/** The metrics of this process, as JSON that another process can merge. */
export async function collectMetrics(): Promise<MetricObject[]> {
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
  return (await registry().getMetricsAsJSON()) as MetricObject[];
}

/** Answers Prometheus' text form for whoever has METRICS_TOKEN. `gather` gives the metrics of every process. */
export async function answerMetrics(
  authorization: string | null,
  gather: () => Promise<unknown[]> = async () => [await collectMetrics()],
): Promise<Response> {
  const { METRICS_TOKEN: token } = env();
  if (!token) return new Response("Set METRICS_TOKEN to read metrics.\n", { status: 503 });
  if (!isBearerOf(token, authorization))
    return new Response("Send METRICS_TOKEN as a bearer token.\n", {
      status: 401,
      headers: { "www-authenticate": "Bearer" },
    });
  const merged = AggregatorRegistry.aggregate((await gather()) as MetricObject[][]);
  const headers = { "content-type": merged.contentType, "cache-control": "no-store" };
  return new Response(await merged.metrics(), { headers });
}
