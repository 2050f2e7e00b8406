import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { env } from "./env";
import { singleton } from "./singleton";

/** Values of a statement by name: `{name:Type}` in its text. */
export type StoreValues = Readonly<Record<string, unknown>>;

/**
 * The client of ClickHouse, which stores long histories of events. Calls reject with ClickHouse's error or at a
 * deadline.
 */
export type ClickHouse = {
  /** The cluster's name in ClickHouse's configuration. Null for a single server. */
  cluster: string | null;
  rows: <Row>(text: string, values?: StoreValues, within?: { ms: number }) => Promise<Row[]>;
  /** Inserts rows, one line of JSON each. Repeating an insert with the same `token` within minutes changes nothing. */
  insert: (table: string, lines: AsyncIterable<string>, token: string) => Promise<void>;
  /** Changes the schema or data. Resolves when every replica has applied the change. */
  run: (text: string, values?: StoreValues) => Promise<void>;
};

/** ClickHouse did not respond, or returned an error. It never causes a 503 of PostgreSQL. `cause` is its error. */
export class ClickHouseFault extends Error {}

/** Whether ClickHouse refused an insert because a value in it has the wrong form. */
export function isRefusedData(error: Error): boolean {
  const { type } = (error.cause ?? {}) as { type?: unknown };
  return error instanceof ClickHouseFault && typeof type === "string" && /^(CANNOT_PARSE_|INCORRECT_DATA$)/.test(type);
}

/** ClickHouse quotes a row that it cannot parse, which may be texts of users: only where it failed is kept. */
function withoutRow(fault: ClickHouseFault): ClickHouseFault {
  const [words = ""] = fault.message.split(/ before: |['"(]/, 1);
  const where = /\(while reading the value of key \w+\): \(at row \d+\)/.exec(fault.message)?.[0] ?? "";
  const { type, code } = fault.cause as { type?: unknown; code?: unknown };
  return new ClickHouseFault(`${words.trim()} ${where}`.trim(), { cause: { type, code } });
}

async function faulty<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = new ClickHouseFault(error instanceof Error ? error.message : String(error), { cause: error });
    throw isRefusedData(fault) ? withoutRow(fault) : fault;
  }
}

/** The time limit of a change in ms. A longer change over many rows continues in the background. */
const changeMs = 25_000;

// With several replicas, an insert is acknowledged after a majority has stored it.
const insertSettings = (cluster: string | null, token: string): ClickHouseSettings => ({
  wait_end_of_query: 1,
  async_insert: 0,
  insert_deduplicate: 1,
  insert_deduplication_token: token,
  ...(cluster !== null && { insert_quorum: "auto", distributed_foreground_insert: 1 }),
});

async function connect(url: string): Promise<ClickHouseClient> {
  const { createClient, ClickHouseLogLevel } = await import("@clickhouse/client");
  return createClient({
    url,
    application: "understudy",
    log: { level: ClickHouseLogLevel.OFF }, // the caller logs errors
    request_timeout: changeMs,
    max_open_connections: 8,
    use_multipart_params_auto: true, // lists of thousands of ids are too long for a URL
    compression: { request: true, response: false },
    clickhouse_settings: {
      date_time_input_format: "best_effort",
      output_format_json_quote_64bit_integers: 1,
      prefer_column_name_to_alias: 1, // conditions use columns, not aliases of the same name
    },
  });
}

/** Creates a client for an address. Nothing is loaded or connected before the first call. */
export function openClickHouse(url: string, cluster: string | null): ClickHouse {
  const client = () => singleton(`clickhouse ${url}`, () => connect(url));
  return {
    cluster,
    rows: <Row>(text: string, values: StoreValues = {}, { ms } = { ms: 10_000 }) =>
      faulty(async () => {
        const answer = await (await client()).query({
          query: text,
          query_params: values,
          format: "JSONEachRow",
          abort_signal: AbortSignal.timeout(ms),
          clickhouse_settings: { max_execution_time: Math.ceil(ms / 1_000) },
        });
        return answer.json<Row>();
      }),
    insert: (table, lines, token) =>
      faulty(async () => {
        const { stream } = await (await client()).exec({
          query: `insert into ${table} format JSONEachRow`,
          values: Readable.from(lines, { objectMode: false }),
          clickhouse_settings: insertSettings(cluster, token),
        });
        stream.resume(); // the response is empty; reading it to its end frees the connection
        await finished(stream);
      }),
    run: (text, values = {}) =>
      faulty(async () => {
        await (await client()).command({
          query: text,
          query_params: values,
          clickhouse_settings: { wait_end_of_query: 1, mutations_sync: "2", distributed_ddl_task_timeout: "20" },
        });
      }),
  };
}

/**
 * Returns the client for the settings, or null without `CLICKHOUSE_URL`. Nothing is loaded or connected before the
 * first call.
 */
export function clickHouse(): ClickHouse | null {
  const { CLICKHOUSE_URL: url, CLICKHOUSE_CLUSTER: cluster } = env();
  return url ? openClickHouse(url, cluster ?? null) : null;
}
