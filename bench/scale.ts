/** Compares the same request in a workspace of 100 prompts and in one of 100,000. */
import type { Credentials, RunningServer } from "@/e2e/support/server";
import { headerOf, Line, requestBytes } from "./line";
import { copyPrompt, createPrompt, resolvePath, runtimeHeaders } from "./prompts";
import { database, product } from "./stage";
import { median, milliseconds, type Table } from "./table";

const sizes = [100, 100_000] as const;
const rounds = 5;
const promptCount = 90; // different prompts, few enough for both workspaces

type Side = { size: number; databaseUrl: string; credentials: Credentials; miss: number[]; hit: number[] };

async function prepare(size: number): Promise<Side> {
  const databaseUrl = await database();
  const server = await product({ DATABASE_URL: databaseUrl });
  await createPrompt(server, "support/answer");
  await server.stop();
  await copyPrompt(databaseUrl, "support/answer", size - 1);
  return { size, databaseUrl, credentials: server.credentials, miss: [], hit: [] };
}

/** Measures a newly started instance: unknown names as a warm-up, then each prompt twice. */
async function ask({ url }: RunningServer, side: Side): Promise<void> {
  const headers = runtimeHeaders(side.credentials);
  const request = (name: string) => requestBytes(url + resolvePath(name), headers);
  const line = await Line.open(url);
  for (let n = 0; n < 400; n++) await line.send(request(`bench/nothing-${n}`));
  const step = Math.max(1, Math.floor((side.size - 1) / promptCount));
  const names = Array.from({ length: promptCount }, (_, n) => `bench/copy-${n * step + 1}`);
  const time = async (name: string, source: string) => {
    const answer = await line.send(request(name));
    if (headerOf(answer, "x-prompt-source") !== source) throw new Error(`${name} did not come from ${source}`);
    return answer.ms;
  };
  const misses: number[] = [];
  for (const name of names) misses.push(await time(name, "database"));
  for (const name of names) await time(name, "memory");
  const hits: number[] = [];
  for (let again = 0; again < 20; again++) for (const name of names) hits.push(await time(name, "memory"));
  line.close();
  side.miss.push(median(misses));
  side.hit.push(median(hits));
}

export async function scale(): Promise<Table> {
  const sides = [];
  for (const size of sizes) sides.push(await prepare(size));
  for (let count = 0; count < rounds; count++) {
    for (const side of sides) {
      const server = await product({ DATABASE_URL: side.databaseUrl }, side.credentials);
      await ask(server, side);
      await server.stop();
    }
  }
  const [small, large] = sides as [Side, Side];
  const row = (what: string, key: "hit" | "miss") => {
    const ratio = median(large[key]) / median(small[key]);
    return {
      what,
      result: `${ratio.toFixed(2)} × (${milliseconds(median(small[key]))} → ${milliseconds(median(large[key]))})`,
      goal: "≤ 1.10 ×",
      isMet: ratio <= 1.1,
    };
  };
  return {
    title: `Resolve among 100,000 prompts against 100 (p50, medians of ${rounds} fresh starts each)`,
    rows: [row("from memory", "hit"), row("from PostgreSQL", "miss")],
  };
}
