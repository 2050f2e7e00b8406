/** Measures the cost of a warm resolve call in a runtime process, relative to a bare server with the same bytes. */
import { freshProcess } from "@/e2e/support/fresh-process";
import { closeDatabase } from "@/lib/core/db";
import { type Call, calls, createCalled } from "./calls";
import { bareServer, cpuSeconds, database, measure, runtimeAlone, sameBytes } from "./stage";
import { type BenchRow, median, perSecond, type Table } from "./table";

const rounds = 9;
const seconds = 1.5;
const warmUpSeconds = 5;

type Side = { url: string; pids: number[]; perSecond: number[]; microseconds: number[] };
const sideOf = (url: string, pids: number[]): Side => ({ url, pids, perSecond: [], microseconds: [] });

const processorSeconds = (pids: readonly number[]) =>
  pids.reduce((sum, pid) => sum + (cpuSeconds(pid) ?? Number.NaN), 0);

type RoundOptions = { call: Call; headers: Record<string, string>; isGentle?: boolean };

async function round(side: Side, { call: { path, body }, headers, isGentle = false }: RoundOptions): Promise<void> {
  const before = processorSeconds(side.pids);
  const load = { url: side.url + path, headers, connections: 16, seconds, rate: 0, isGentle };
  const { requests, perSecond: rate } = await measure({ ...load, ...(body && { body }) });
  side.perSecond.push(rate);
  side.microseconds.push(((processorSeconds(side.pids) - before) / requests) * 1e6);
}

async function warmUp({ url }: Side, { path, body }: Call, headers: Record<string, string>): Promise<void> {
  const load = { url: url + path, headers, connections: 16, seconds: warmUpSeconds, rate: 0 };
  await measure({ ...load, ...(body && { body }) });
}

/** The ratio of adjacent measurements, which other work on the machine affects equally. */
const ratio = (one: readonly number[], other: readonly number[]) =>
  median(one.map((value, index) => value / (other[index] ?? Number.NaN)));

const tell = ({ perSecond: rates, microseconds }: Side) =>
  `${median(microseconds).toFixed(0)} µs of processor, ${perSecond(median(rates))}`;

/** The gain of a second process. The load sleeps, because two processes and a busy load are too many for two cores. */
async function twoProcesses(one: Side, two: Side, call: Call, headers: Record<string, string>): Promise<BenchRow> {
  await warmUp(two, call, headers);
  for (let count = 0; count < rounds; count++)
    for (const side of [one, two]) await round(side, { call, headers, isGentle: true });
  const gain = 2 * ratio(one.microseconds, two.microseconds);
  return {
    what: "the same, two runtime processes against one",
    result: `${gain.toFixed(2)} × (${tell(two)}; one ${tell(one)})`,
    goal: "≥ 1.8 ×",
    isMet: gain >= 1.8,
  };
}

export async function resolve(): Promise<Table> {
  const databaseUrl = await database();
  const one = await runtimeAlone(databaseUrl, 1);
  const two = await runtimeAlone(databaseUrl, 2);
  freshProcess({ DATABASE_URL: databaseUrl });
  const { runtimeKeys } = await createCalled();
  await closeDatabase();
  const headers = { authorization: `Bearer ${runtimeKeys.production}` };
  const rows: BenchRow[] = [];
  for (const call of calls) {
    const bare = await bareServer(await sameBytes(one.url + call.path, headers, call.body));
    const sides = {
      bare: sideOf(bare.url, [bare.pid]),
      one: sideOf(one.url, one.pids),
    };
    for (const side of Object.values(sides)) await warmUp(side, call, headers);
    for (let count = 0; count < rounds; count++)
      for (const side of Object.values(sides)) await round(side, { call, headers });
    const share = ratio(sides.bare.microseconds, sides.one.microseconds);
    rows.push({
      what: call.what,
      result: `${share.toFixed(2)} (${tell(sides.one)}; bare ${tell(sides.bare)})`,
      goal: `≥ ${call.goal}`,
      isMet: share >= call.goal,
    });
    if (call === calls[0])
      rows.push(await twoProcesses(sideOf(one.url, one.pids), sideOf(two.url, two.pids), call, headers));
  }
  return {
    title: `Warm calls: answers per second of processor, as a share of a bare node:http server's (medians of ${rounds} rounds in turn)`,
    rows,
  };
}
