import { AggregatorRegistry, collectDefaultMetrics, type MetricObject as PromMetric, Registry } from "prom-client";
import { databasePools } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { singleton } from "@/lib/core/singleton";
import { workspaceBackoff } from "@/lib/experiments/rollup/backoffs";
import { jobMeters } from "@/lib/jobs/meters";
import { resolveDurations } from "@/lib/runtime/counts";
import { runtimeMetrics } from "@/lib/runtime/metrics";
import { asideCounts } from "@/lib/telemetry/commands/set-aside";
import { forwardMeter } from "@/lib/telemetry/store/meter";
import { isBearerOf } from "./bearer";
import { eventThread, intakeCounts } from "./event-intake/intake";
import { counter, gauge, histogram, type MetricObject } from "./metric-objects";
import { routeMeters } from "./request-meters";

const processRegistry = () =>
  singleton("metrics-registry", () => {
    const made = new Registry();
    collectDefaultMetrics({ register: made });
    return made;
  });

/** Metrics of Node and the process. Omits gauges with names of counters, because they repeat others. */
async function processMetrics(): Promise<MetricObject[]> {
  const all = (await processRegistry().getMetricsAsJSON()) as unknown as MetricObject[];
  return all
    .filter(({ name, type }) => type === "counter" || !name.endsWith("_total"))
    .map((metric) => ({ ...metric, values: metric.values.filter(({ value }) => !Number.isNaN(value)) }));
}

function resolveMetrics(): MetricObject[] {
  const { memory, redis: fromRedis, database, stale, ...found } = runtimeMetrics();
  const { attempts = 0, failures = 0, refusals = 0, breaker } = found.sharedCache ?? {};
  return [
    counter("resolve_answers", "Prompts resolved, by where the answer came from.", [
      [{ source: "memory" }, memory],
      [{ source: "redis" }, fromRedis],
      [{ source: "database" }, database],
      [{ source: "stale" }, stale],
    ]),
    histogram(
      "resolve_duration",
      "Time from knowing who asks to the prompt as it is answered, by where it came from.",
      Object.entries(resolveDurations).map(([source, durations]) => [{ source }, durations]),
    ),
    counter("resolve_refusals", "Resolves without a prompt, by reason.", [
      [{ reason: "not_found" }, found.notFound],
      [{ reason: "unavailable" }, found.unavailable],
      [{ reason: "unreadable" }, found.unreadable],
    ]),
    counter("resolve_database_reads", "Reads of the database for a resolve.", [[{}, found.databaseReads]]),
    counter("epoch_questions", "Queries for new releases.", [[{}, found.epochQuestions]]),
    counter("exposures", "Exposures recorded, by outcome.", [
      [{ outcome: "written" }, found.exposuresWritten],
      [{ outcome: "lost" }, found.exposuresLost],
    ]),
    gauge("memory_entries", "Prompts in memory.", [[{}, found.memoryEntries]]),
    gauge("memory_bytes", "Bytes of prompts in memory.", [[{}, found.memoryBytes]]),
    gauge("database_up", "Whether the database answers and takes writes.", [[{}, Number(found.isDatabaseUp)]], "min"),
    counter("redis_calls", "Calls to Redis, by outcome; refused: the breaker was open.", [
      [{ outcome: "done" }, attempts - failures],
      [{ outcome: "failed" }, failures],
      [{ outcome: "refused" }, refusals],
    ]),
    ...(breaker
      ? [gauge("redis_up", "Whether calls to Redis are let through.", [[{}, Number(breaker === "closed")]], "min")]
      : []),
  ];
}

function snapshotMetrics(): MetricObject[] {
  const { snapshot } = runtimeMetrics();
  if (!snapshot) return [];
  const { ageSeconds, entries, bytes, writes, failures } = snapshot;
  const age: [Record<string, string>, number][] = ageSeconds === null ? [] : [[{}, ageSeconds]];
  return [
    // The processes of a folder share one file. The process that wrote last knows its age.
    gauge("snapshot_age_seconds", "Age of the snapshot that a restart without the database serves from.", age, "min"),
    gauge("snapshot_entries", "Prompts in the snapshot.", [[{}, entries]], "max"),
    gauge("snapshot_bytes", "Size of the snapshot on disk.", [[{}, bytes]], "max"),
    counter("snapshot_writes", "Writes of the snapshot, by outcome.", [
      [{ outcome: "done" }, writes],
      [{ outcome: "failed" }, failures],
    ]),
  ];
}

function requestMetrics(): MetricObject[] {
  const meters = [...routeMeters()];
  const statuses = meters.flatMap(([route, meter]) =>
    [...meter.statuses].map(([status, count]): [{ route: string; status: string }, number] => [
      { route, status: String(status) },
      count,
    ]),
  );
  return [
    counter("http_requests", "API requests answered, by route and status.", statuses),
    histogram(
      "http_request_duration",
      "Time from the request's headers, or its body where that came in one piece, to the answer, by route.",
      meters.map(([route, { durations }]) => [{ route }, durations]),
    ),
  ];
}

function eventMetrics(): MetricObject[] {
  const { accepted, duplicates, rejected, batchesStored, batchesRefused } = intakeCounts();
  const thread = eventThread().current?.counts();
  return [
    counter("events", "Events received in batches that were taken, by outcome.", [
      [{ outcome: "accepted" }, accepted],
      [{ outcome: "duplicate" }, duplicates],
      [{ outcome: "rejected" }, rejected],
    ]),
    counter("event_batches", "Batches of events, by outcome; refused ones are sent again.", [
      [{ outcome: "stored" }, batchesStored],
      [{ outcome: "refused" }, batchesRefused],
    ]),
    gauge("event_batches_waiting", "Batches of events that wait to be stored.", [[{}, thread?.waiting ?? 0]]),
    gauge("event_waiting_bytes", "Bytes of events that wait to be stored.", [[{}, thread?.waitingBytes ?? 0]]),
    counter("event_thread_restarts", "Restarts of the thread that stores events.", [[{}, thread?.restarts ?? 0]]),
  ];
}

function forwardMetrics(): MetricObject[] {
  if (!env().CLICKHOUSE_URL) return [];
  const { rows, lagSeconds, isAway } = forwardMeter();
  const known: [Record<string, string>, number][] = lagSeconds === null ? [] : [[{}, lagSeconds]];
  return [
    counter("forwarded_rows", "Rows copied to ClickHouse.", [[{}, rows]]),
    gauge("forward_lag_seconds", "Age of the oldest that waits to be copied to ClickHouse.", known, "max"),
    gauge("clickhouse_up", "Whether the last copy to ClickHouse succeeded.", [[{}, Number(!isAway)]], "min"),
  ];
}

const asideMetrics = (): MetricObject[] => [
  counter(
    "event_batches_set_aside",
    "Batches of stored events that a job could not read, by what went on without them.",
    Object.entries(asideCounts()).map(([queue, count]): [{ queue: string }, number] => [{ queue }, count]),
  ),
  gauge("rollup_tenants_waiting", "Tenants whose experiments cannot be counted and wait.", [
    [{}, workspaceBackoff.paused().length],
  ]),
];

function jobMetrics(): MetricObject[] {
  const meters = [...jobMeters()];
  return [
    counter(
      "job_runs",
      "Runs of jobs, by outcome; skipped: another process was running it.",
      meters.flatMap(([job, { outcomes }]) =>
        Object.entries(outcomes).map(([outcome, count]): [{ job: string; outcome: string }, number] => [
          { job, outcome },
          count,
        ]),
      ),
    ),
    histogram(
      "job_duration",
      "Time that runs of jobs took.",
      meters.map(([job, { durations }]) => [{ job }, durations]),
    ),
    gauge(
      "job_last_done_timestamp_seconds",
      "When a job last succeeded.",
      meters.flatMap(([job, { doneAt }]) => (doneAt === null ? [] : [[{ job }, doneAt / 1_000]])),
      "max",
    ),
  ];
}

function poolMetrics(): MetricObject[] {
  const pools = databasePools();
  return [
    gauge(
      "database_connections",
      "Open connections to the database, by pool and state.",
      pools.flatMap(({ pool, total, idle }): [{ pool: string; state: string }, number][] => [
        [{ pool, state: "idle" }, idle],
        [{ pool, state: "busy" }, total - idle],
      ]),
    ),
    gauge(
      "database_connection_waiters",
      "Requests that wait for a connection, by pool.",
      pools.map(({ pool, waiting }) => [{ pool }, waiting]),
    ),
  ];
}

/** The metrics of this process, as JSON that another process can merge. */
export async function collectMetrics(): Promise<MetricObject[]> {
  return [
    gauge("processes", "Processes of this instance whose metrics are merged here.", [[{}, 1]]),
    ...resolveMetrics(),
    ...snapshotMetrics(),
    ...requestMetrics(),
    ...eventMetrics(),
    ...forwardMetrics(),
    ...asideMetrics(),
    ...jobMetrics(),
    ...poolMetrics(),
    ...(await processMetrics()),
  ].filter(({ values }) => values.length > 0);
}

/** The metrics of several processes as one text. Counters and sums are added; for states the worst is used. */
export async function mergeMetrics(processes: readonly unknown[]): Promise<{ text: string; contentType: string }> {
  const merged = AggregatorRegistry.aggregate(processes as PromMetric[][]);
  return { text: await merged.metrics(), contentType: merged.contentType };
}

/** Answers requests with METRICS_TOKEN in Prometheus text format. `gather` returns the metrics of every process. */
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
  const { text, contentType } = await mergeMetrics(await gather());
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
}
