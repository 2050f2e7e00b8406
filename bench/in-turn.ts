/** Alternately times the same query in a workspace with many rows and in one with few. */
import { existsSync, readFileSync } from "node:fs";
import type pg from "pg";
import type { Filled } from "./fill";
import { type BenchRow, median, milliseconds, quantile } from "./table";

export type Owner = Filled & { kind: "user"; name: string; role: "owner" };
/** A query. The returned text about its result is printed after the times. */
type Question = { what: string; goalMs: number; read: (actor: Owner, run: number) => Promise<string> };

const runs = 20;
const ticksPerSecond = 100;

/** Processor time (ms) of this process, its PostgreSQL backend and other processes. NaN if not available. */
async function processorMs(client: pg.Client, others: readonly number[]): Promise<number> {
  const { rows } = await client.query("select pid from pg_stat_activity where datname = current_database()");
  const own = process.cpuUsage();
  let ms = (own.user + own.system) / 1_000;
  for (const pid of [...rows.map(({ pid }) => pid), ...others]) {
    if (!existsSync(`/proc/${pid}/stat`)) return Number.NaN;
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    ms += ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
  }
  return ms;
}

type TurnOptions = { client: pg.Client; few: Owner; most: Owner; others?: readonly number[] };

/** Runs each query 20 times in both workspaces. The goal is for the 95th percentile in the larger one. */
export async function timeInTurn(
  { client, few, most, others = [] }: TurnOptions,
  questions: readonly Question[],
): Promise<BenchRow[]> {
  const table: BenchRow[] = [];
  for (const { what, goalMs, read } of questions) {
    const taken = { few: { times: [] as number[], processor: 0 }, most: { times: [] as number[], processor: 0 } };
    let output = "";
    for (let run = -1; run < runs; run++)
      for (const [size, actor] of Object.entries({ few, most }) as ["few" | "most", Owner][]) {
        const before = await processorMs(client, others);
        const began = performance.now();
        output = await read(actor, Math.max(0, run));
        if (run < 0) continue; // the first one is a warm-up
        taken[size].times.push(performance.now() - began);
        taken[size].processor += (await processorMs(client, others)) - before;
      }
    const p95 = quantile(taken.most.times, 0.95);
    const ratio = median(taken.most.times) / median(taken.few.times);
    const processor = (size: "few" | "most") => (taken[size].processor / runs).toFixed(0);
    const result = `p50 ${milliseconds(median(taken.most.times))}, p95 ${milliseconds(p95)}, ${ratio.toFixed(2)} ×, ${processor("most")} ms of processor (${processor("few")})${output}`;
    table.push({ what, result, goal: `≤ ${goalMs} ms`, isMet: p95 <= goalMs });
    console.log(`  ${what}: ${result}`);
  }
  return table;
}
