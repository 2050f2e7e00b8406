import { openClickHouse } from "@/lib/core/clickhouse";
import type { Env } from "@/lib/core/env";
import { storeMigrations } from "@/lib/telemetry/store/schema";
import type { Away, ClickHouseFacts } from "../schema";
import { sentenceOf } from "./database";

const patience = { ms: 2_000 };

/** Reads the state of ClickHouse. An error becomes a sentence. Null if it is not configured. */
export async function readClickHouse(
  settings: Pick<Env, "CLICKHOUSE_URL" | "CLICKHOUSE_CLUSTER">,
): Promise<ClickHouseFacts | Away | null> {
  const { CLICKHOUSE_URL: url, CLICKHOUSE_CLUSTER: cluster } = settings;
  if (!url) return null;
  const store = openClickHouse(url, cluster ?? null);
  try {
    const began = performance.now();
    const [row] = await store.rows<{ version: string }>("select version() as version", {}, patience);
    const answerMs = performance.now() - began;
    // The table does not exist before the worker's first round.
    const applied = await store
      .rows<{ name: string }>("select name from understudy_migrations", {}, patience)
      .catch(() => []);
    const missing = storeMigrations.map(({ name }) => name).filter((name) => !applied.some((one) => one.name === name));
    return { version: row?.version ?? "", answerMs, missing };
  } catch (error) {
    return { error: sentenceOf(error) };
  }
}
