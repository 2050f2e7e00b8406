/** Measures resolve through Next alone, as on a serverless host, relative to Next itself and to a runtime process. */
import { createPrompt, resolvePath, runtimeHeaders } from "./prompts";
import { database, measure, nextAlone, product } from "./stage";
import { median, perSecond, type Table } from "./table";

const rounds = 5;
const seconds = 3;

export async function serverless(): Promise<Table> {
  const databaseUrl = await database();
  const own = await product({ DATABASE_URL: databaseUrl, RUNTIME_PROCESSES: "1" });
  await createPrompt(own, "support/answer");
  const headers = runtimeHeaders(own.credentials);
  const path = resolvePath("support/answer");
  const next = await nextAlone(databaseUrl);
  const sides = {
    runtime: { url: own.url.replace("localhost", "127.0.0.1") + path, rates: [] as number[] },
    empty: { url: `${next.url}/healthz`, rates: [] as number[] },
    mounted: { url: next.url + path, rates: [] as number[] },
  };
  const load = (url: string) => measure({ url, headers, connections: 16, seconds, rate: 0 });
  for (const { url } of Object.values(sides)) await load(url); // warm-up
  for (let count = 0; count < rounds; count++)
    for (const { url, rates } of Object.values(sides)) rates.push((await load(url)).perSecond);
  const ratio = (one: number[], other: number[]) =>
    median(one.map((rate, index) => rate / (other[index] ?? Number.NaN)));
  const { runtime, empty, mounted } = sides;
  return {
    title: `A warm GET of resolve through Next alone (16 connections, medians of ${rounds} rounds in turn)`,
    rows: [
      { what: "resolve in Next / an empty route of Next", result: ratio(mounted.rates, empty.rates).toFixed(2) },
      { what: "a runtime process / resolve in Next", result: `${ratio(runtime.rates, mounted.rates).toFixed(1)} ×` },
      { what: "resolve in Next", result: perSecond(median(mounted.rates)) },
      { what: "a runtime process", result: perSecond(median(runtime.rates)) },
    ],
  };
}
