/** Measures the cost of a prompt in the application's process, and that of the clients of Langfuse and GrowthBook. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { GrowthBook } from "@growthbook/growthbook";
import { LangfuseClient } from "@langfuse/client";
import { seedLength } from "@/lib/experiments/assignment";
import { buildClient, clientDist } from "@/scripts/build-client";
import { type BenchRow, quantile, type Table } from "./table";

const warmUp = 20_000;
const rounds = 60_000;
const prompts = 1_000;
const users = Array.from({ length: 1_000 }, (_, n) => `user-${n}`);
const userOf = (n: number) => users[n % users.length] ?? "";
const text = `${"You answer customers of a shop for tents and stoves. ".repeat(36)}Answer {{ name }} about {{ topic }}.`;

const content = {
  type: "chat",
  messages: [{ role: "system", content: text }],
  variables: ["name", "topic"].map((name) => ({ name, type: "string", required: true })),
  model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0.3 } },
};
const versionOf = (version: number) => ({ versionId: `v${version}`, version, contentHash: "h", content });

/** The bundle of a server: released prompts, the last one in an experiment. */
function bundle(): string {
  const experiment = {
    id: "e",
    phase: 1,
    batch: 1,
    seed: createHash("sha256").update("bench").digest("hex").slice(0, seedLength),
    trafficShare: 1,
    group: null,
    variants: [
      { key: "control", version: 1, weight: 0.9 },
      { key: "candidate", version: 2, weight: 0.1 },
    ],
    versions: [versionOf(2)],
  };
  const all = Array.from({ length: prompts }, (_, n) => ({
    promptId: `id-${n}`,
    name: `bench/p${n}`,
    ...versionOf(1),
    ...(n === prompts - 1 && { experiment }),
  }));
  const own = JSON.stringify({ format: 1, environment: "production", folder: null, prompts: all });
  return `{"hash":"${createHash("sha256").update(own).digest("hex")}","bundle":${own}}`;
}

async function serve(): Promise<{ url: string; stop: () => void }> {
  const whole = bundle();
  const langfuse = JSON.stringify({
    id: "1",
    name: "p",
    version: 1,
    type: "text",
    prompt: text.replaceAll("{{ ", "{{").replaceAll(" }}", "}}"),
    config: {},
    labels: ["production"],
    tags: [],
  });
  const server = createServer((request, response) => {
    const isBundle = request.url?.startsWith("/api/v1/bundle");
    if (request.method === "POST") response.writeHead(202).end('{"rejected":[]}');
    else response.writeHead(200, { "content-type": "application/json" }).end(isBundle ? whole : langfuse);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close().closeAllConnections() };
}

type Times = { p50: number; p99: number };

/** The microseconds of one call, without the time to read the clock. */
async function time(work: (n: number) => unknown, isAwaited: boolean): Promise<Times> {
  for (let n = 0; n < warmUp; n++) isAwaited ? await work(n) : work(n);
  const taken: number[] = new Array(rounds);
  const clock: number[] = new Array(rounds);
  for (let n = 0; n < rounds; n++) {
    const began = process.hrtime.bigint();
    isAwaited ? await work(n) : work(n);
    taken[n] = Number(process.hrtime.bigint() - began);
    const empty = process.hrtime.bigint();
    clock[n] = Number(process.hrtime.bigint() - empty);
  }
  const own = quantile(clock, 0.5);
  return { p50: (quantile(taken, 0.5) - own) / 1_000, p99: (quantile(taken, 0.99) - own) / 1_000 };
}

setFlagsFromString("--expose_gc");
const collect: () => void = runInNewContext("gc");

const micro = ({ p50, p99 }: Times) => `${p50.toFixed(2)} µs, p99 ${p99.toFixed(1)} µs`;

type PythonTimes = { released: Times; assigned: Times; rendered: Times };

/** The same with the Python package. Null: there is no python3. */
async function timePython(url: string): Promise<PythonTimes | null> {
  const script = fileURLToPath(new URL("clients.py", import.meta.url));
  try {
    const { stdout } = await promisify(execFile)("python3", [script, url]);
    return JSON.parse(stdout);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export async function clients(): Promise<Table> {
  const { bytes } = await buildClient();
  // The published package, not its sources.
  const { createClient }: typeof import("@/packages/client/src/index") = await import(
    pathToFileURL(`${clientDist}/index.js`).href
  );
  const server = await serve();
  const options = { url: server.url, apiKey: "us_bench", mode: "poll", deadlineMs: 10_000, flushMs: 60_000 } as const;
  collect();
  const before = process.memoryUsage().heapUsed;
  const understudy = createClient(options);
  await understudy.ready();
  for (let n = 0; n < prompts; n++)
    await understudy.resolve(`bench/p${n}`, { variables: { name: "Ann", topic: "tents" } });
  collect();
  const heap = (process.memoryUsage().heapUsed - before) / 1e6;
  const tried = `bench/p${prompts - 1}`;
  const names = Array.from({ length: prompts - 1 }, (_, n) => `bench/p${n}`);
  const nameOf = (n: number) => names[n % names.length] ?? "";
  const filling = { name: "Ann", topic: "tents" };
  const prompt = await understudy.resolve("bench/p0");

  const released = await time((n) => understudy.resolve(nameOf(n), { userId: userOf(n) }), true);
  const peeked = await time((n) => understudy.peek(nameOf(n), { userId: userOf(n) }), false);
  const assigned = await time((n) => understudy.resolve(tried, { userId: userOf(n) }), true);
  const rendered = await time(() => prompt.render(filling), false);

  const langfuse = new LangfuseClient({ baseUrl: server.url, publicKey: "p", secretKey: "s" });
  const cached = await time(() => langfuse.prompt.get("p", { cacheTtlSeconds: 3_600 }), true);
  const theirs = await langfuse.prompt.get("p", { cacheTtlSeconds: 3_600 });
  const compiled = await time(() => theirs.compile(filling), false);
  const growthBook = new GrowthBook({
    features: {
      prompt: {
        defaultValue: "a",
        rules: [{ variations: ["a", "b"], weights: [0.9, 0.1], key: "e", hashAttribute: "id" }],
      },
    },
    trackingCallback: () => {},
  });
  const evaluated = await time((n) => {
    growthBook.setAttributes({ id: userOf(n) });
    return growthBook.evalFeature("prompt");
  }, false);
  const python = await timePython(server.url);
  await understudy.close(0);
  growthBook.destroy();
  server.stop();

  const row = (what: string, times: Times, most: number, mostP99?: number): BenchRow => ({
    what,
    result: micro(times),
    goal: `≤ ${most} µs${mostP99 ? `, p99 ≤ ${mostP99} µs` : ""}`,
    isMet: times.p50 <= most && (mostP99 === undefined || times.p99 <= mostP99),
  });
  return {
    title: `Prompts in the application's process (${prompts.toLocaleString("en")} prompts, a template of 2 kB)`,
    rows: [
      row("resolve, awaited", released, 0.8, 5),
      { what: "the same at once (peek)", result: micro(peeked) },
      { what: "Langfuse, prompt.get from its cache", result: micro(cached) },
      row("resolve under an experiment, awaited", assigned, 2, 5),
      { what: "GrowthBook, attributes and evaluation", result: micro(evaluated) },
      row("render with two variables", rendered, 3),
      { what: "Langfuse, compile", result: micro(compiled) },
      ...(python
        ? [
            row("Python: resolve", python.released, 15),
            row("Python: resolve under an experiment", python.assigned, 15),
            row("Python: render with two variables", python.rendered, 15),
          ]
        : []),
      {
        what: `heap of ${prompts.toLocaleString("en")} prompts`,
        result: `${heap.toFixed(1)} MB`,
        goal: "≤ 10 MB",
        isMet: heap <= 10,
      },
      {
        what: "the client compressed, without Liquid",
        result: `${(bytes / 1_000).toFixed(1)} kB`,
        goal: "≤ 12 kB",
        isMet: bytes <= 12_000,
      },
    ],
  };
}
