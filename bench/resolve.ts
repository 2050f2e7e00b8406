/** Resolve over HTTP from memory, on both mounts, against servers that do nothing. */
import { createPrompt, resolvePath, runtimeHeaders } from "./prompts";
import { bareServer, cpuSeconds, database, measure, nextAlone, product, sameBytes } from "./stage";
import { median, milliseconds, perSecond, type Table } from "./table";

type Server = { name: string; url: string; pid: number; isSteady: boolean };
type Numbers = { perSecond: number[]; p99: number[]; p50: number[]; cpu: number[] };

const rounds = 5;
const seconds = 3;

async function round({ url, pid, isSteady }: Server, headers: Record<string, string>, numbers: Numbers): Promise<void> {
  const before = cpuSeconds(pid);
  const fast = await measure({ url, headers, connections: 16, seconds, rate: 0 });
  const after = cpuSeconds(pid);
  numbers.perSecond.push(fast.perSecond);
  if (before !== null && after !== null) numbers.cpu.push(((after - before) / fast.requests) * 1e6);
  if (!isSteady) return; // Next alone cannot keep up with 1,000/s
  const steady = await measure({ url, headers, connections: 16, seconds, rate: 1_000 });
  numbers.p50.push(steady.p50);
  numbers.p99.push(steady.p99);
}

export async function resolve(): Promise<Table> {
  const databaseUrl = await database();
  const own = await product({ DATABASE_URL: databaseUrl });
  await createPrompt(own, "support/answer");
  const headers = runtimeHeaders(own.credentials);
  const base = own.url.replace("localhost", "127.0.0.1");
  const path = resolvePath("support/answer");
  const bare = await bareServer(await sameBytes(base + path, headers));
  const next = await nextAlone(databaseUrl);
  const servers: Server[] = [
    { name: "bare node:http", url: bare.url + path, pid: bare.pid, isSteady: true },
    { name: "fast mount", url: base + path, pid: own.pid, isSteady: true },
    { name: "empty Next route", url: `${next.url}/healthz`, pid: next.pid, isSteady: false },
    { name: "Next mount", url: next.url + path, pid: next.pid, isSteady: false },
  ];
  const late: Server[] = [
    { name: "bare, later", url: bare.url + path, pid: bare.pid, isSteady: false },
    { name: "fast mount after a page was opened", url: base + path, pid: own.pid, isSteady: false },
  ];
  const all = new Map(
    [...servers, ...late].map(({ name }) => [name, { perSecond: [], p99: [], p50: [], cpu: [] } as Numbers]),
  );
  for (const { url } of servers) await measure({ url, headers, connections: 16, seconds: 2, rate: 0 }); // warm up
  for (let count = 0; count < rounds; count++) {
    for (const server of servers) await round(server, headers, all.get(server.name) as Numbers);
  }
  // A page turns on what Next keeps per request, and Node 20 then does more for every callback of the process.
  await fetch(`${own.url}/sign-in`);
  for (let count = 0; count < rounds; count++) {
    for (const server of late) await round(server, headers, all.get(server.name) as Numbers);
  }
  return report(all);
}

function report(all: Map<string, Numbers>): Table {
  const of = (name: string) => all.get(name) as Numbers;
  // Ratios of neighbours in time: what else the machine does falls on both.
  const ratio = (a: string, b: string) => median(of(a).perSecond.map((value, i) => value / (of(b).perSecond[i] ?? 0)));
  const added = (a: string, b: string, key: "p50" | "p99") =>
    median(of(a)[key].map((value, i) => value - (of(b)[key][i] ?? 0)));
  const fast = ratio("fast mount", "bare node:http");
  const p99 = added("fast mount", "bare node:http", "p99");
  const p50 = added("fast mount", "bare node:http", "p50");
  const server = (name: string) => {
    const { perSecond: rates, p50, p99, cpu } = of(name);
    const work = cpu.length > 0 ? `, ${median(cpu).toFixed(0)} µs of processor each` : "";
    const steady =
      p50.length > 0 ? `; at 1,000/s p50 ${milliseconds(median(p50))}, p99 ${milliseconds(median(p99))}` : "";
    return { what: name, result: `${perSecond(median(rates))}${work}${steady}` };
  };
  return {
    title: `Resolve from memory over HTTP (16 connections, ${rounds} rounds in turn, medians)`,
    rows: [
      { what: "fast mount / bare node:http, requests/s", result: fast.toFixed(2), goal: "≥ 0.6", isMet: fast >= 0.6 },
      { what: "added p99 at 1,000/s", result: milliseconds(p99), goal: "≤ 1 ms", isMet: p99 <= 1 },
      { what: "added p50 at 1,000/s", result: milliseconds(p50), goal: "≤ 0.1 ms", isMet: p50 <= 0.1 },
      {
        what: "the same after a page was opened",
        result: ratio("fast mount after a page was opened", "bare, later").toFixed(2),
      },
      { what: "Next mount / empty Next route, requests/s", result: ratio("Next mount", "empty Next route").toFixed(2) },
      { what: "fast mount / Next mount, requests/s", result: `${ratio("fast mount", "Next mount").toFixed(1)} ×` },
      ...["bare node:http", "fast mount", "fast mount after a page was opened", "empty Next route", "Next mount"].map(
        server,
      ),
    ],
  };
}
