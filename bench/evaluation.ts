/** Compares the duration of an evaluation with the ideal duration of its calls. */
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningServer } from "@/e2e/support/server";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { database, product } from "./stage";
import { type BenchRow, median, type Table } from "./table";

const cases = 100;
const repeats = 3;
const latencyMs = 500;
const concurrency = 20;
const rounds = 3;
const calls = cases * repeats;
const idealMs = (calls / concurrency) * latencyMs;

/** Makes the same calls in a bare loop: what this machine and this provider can achieve. */
async function bareLoop(provider: FakeProvider): Promise<number> {
  let left = calls;
  const work = async () => {
    while (left-- > 0) {
      const response = await fetch(`${provider.baseUrl("openai")}/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer sk-bench-000000000" },
        body: JSON.stringify({ model: "fake-large", stream: true, messages: [{ role: "user", content: "Say it." }] }),
      });
      await response.text();
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  return performance.now() - began;
}

function clientOf({ url, credentials }: RunningServer) {
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${credentials.apiKeys.manage}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
}

/** The time from the creation of the run to its results, by the server's clock. */
async function evaluate(call: ReturnType<typeof clientOf>): Promise<number> {
  const { id } = await call("POST", "/evaluations", {
    prompt: "bench/say",
    version: 1,
    suite: "Bench",
    scorers: ["contains"],
    repeats,
    concurrency,
  });
  for (;;) {
    await sleep(250);
    const run = await call("GET", `/evaluations?limit=1`);
    const [newest] = run.items;
    if (newest.id !== id || newest.finishedAt === null) continue;
    if (newest.status !== "finished" || newest.progress.failed > 0) throw new Error(JSON.stringify(newest));
    return Date.parse(newest.finishedAt) - Date.parse(newest.createdAt);
  }
}

/** Creates a provider, a prompt and a suite. `evaluate` runs the suite once and returns the milliseconds. */
export async function stageEvaluation(server: RunningServer) {
  const provider = await startFakeProvider();
  provider.latencyMs = latencyMs;
  const call = clientOf(server);
  const model = { provider: "bench", name: "fake-large" };
  const connection = {
    provider: "openai-compatible",
    name: "bench",
    baseUrl: provider.baseUrl("openai"),
    apiKey: "sk-bench-000000000",
  };
  await call("POST", "/connections", connection);
  const content = {
    type: "chat",
    model,
    messages: [{ role: "user", content: "Say {{ word }}." }],
    variables: [{ name: "word", type: "string", required: true }],
  };
  await call("POST", "/prompts", { name: "bench/say", content });
  const { id } = await call("POST", "/suites", { name: "Bench" });
  const words = Array.from({ length: cases }, (_, index) => ({
    variables: { word: `word ${index}` },
    expected: "Hello",
  }));
  await call("POST", `/suites/${id}/cases`, { cases: words });
  return { provider, evaluate: () => evaluate(call) };
}

export async function evaluation(): Promise<Table> {
  const server = await product({ DATABASE_URL: await database() });
  const { provider, evaluate: evaluateOnce } = await stageEvaluation(server);
  const measured: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bare.push(await bareLoop(provider));
    measured.push(await evaluateOnce());
  }
  await provider.stop();
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
  const ratio = median(measured) / idealMs;
  const rows: BenchRow[] = [
    { what: "ideal: as many calls, one after another in each of the places", result: seconds(idealMs) },
    {
      what: "a bare loop of the same calls",
      result: `${seconds(median(bare))} (${(median(bare) / idealMs).toFixed(3)} × ideal)`,
    },
    {
      what: "the run, from being made until its results are there",
      result: `${seconds(median(measured))} (${ratio.toFixed(3)} × ideal, ${(median(measured) / median(bare)).toFixed(3)} × the bare loop)`,
      goal: "≤ 1.15 × ideal",
      isMet: ratio <= 1.15,
    },
  ];
  return {
    title: `Evaluation: ${cases} cases × ${repeats}, ${latencyMs} ms a call, ${concurrency} at once (median of ${rounds})`,
    rows,
  };
}
