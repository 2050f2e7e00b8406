import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { ClickHouseClient, ClickHouseSettings } from "@clickhouse/client";
import { env } from "./env";
import { singleton } from "./singleton";

/** Values of a statement, by name: `{name:Type}` in its text. */
export type StoreValues = Readonly<Record<string, unknown>>;

/** ClickHouse, where long histories of events are kept. Every call fails with what ClickHouse says, or late. */
export type ClickHouse = {
  /** The cluster's name in ClickHouse's configuration; null: one server. */
  cluster: string | null;
  rows: <Row>(text: string, values?: StoreValues, within?: { ms: number }) => Promise<Row[]>;
  /** Adds rows, each a line of JSON. `token`: the same again within minutes changes nothing. */
  insert: (table: string, lines: AsyncIterable<string>, token: string) => Promise<void>;
  /** A change of schema or data; answers when every replica made it. */
  run: (text: string, values?: StoreValues) => Promise<void>;
};

/** ClickHouse did not answer, or not with what it was asked for. It is never the reason of a 503 of PostgreSQL's. */
export class ClickHouseFault extends Error {}

async function faulty<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ClickHouseFault(error instanceof Error ? error.message : String(error));
  }
}

/** A change over many rows goes on by itself where it takes longer. */
const changeMs = 25_000;

// A stored answer is an acknowledged one: by a majority of replicas where there are several.
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
    log: { level: ClickHouseLogLevel.OFF }, // whoever calls logs what failed
    request_timeout: changeMs,
    max_open_connections: 8,
    use_multipart_params_auto: true, // lists of thousands of ids are too long for an address
    compression: { request: true, response: false },
    clickhouse_settings: {
      date_time_input_format: "best_effort",
      output_format_json_quote_64bit_integers: 1,
      prefer_column_name_to_alias: 1, // conditions are on columns, whatever the answer calls them
    },
  });
}

/** The ClickHouse at an address; nothing is loaded or opened before the first call. */
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
        stream.resume(); // nothing is said; read to its end, the connection serves the next call
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

/** The ClickHouse of the settings; null without `CLICKHOUSE_URL`. Nothing is loaded or opened before the first call. */
export function clickHouse(): ClickHouse | null {
  const { CLICKHOUSE_URL: url, CLICKHOUSE_CLUSTER: cluster } = env();
  return url ? openClickHouse(url, cluster ?? null) : null;
}
