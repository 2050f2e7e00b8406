import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createSuiteExpecting, wordOf } from "@/lib/testing/evaluation";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { addCases } from "../suites/commands/change-cases";
import { createRun } from "./commands/create-run";
import { cancelRun } from "./commands/end-run";
import { createEngine } from "./engine/engine";
import { getRunOrThrow } from "./queries";
import type { CreateRunFields } from "./schema";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);

let provider: FakeProvider;
let workspace: TestWorkspace;
const scorers = [{ id: "exact", type: "exact" as const, name: "Exact" }];

beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.stop());
beforeEach(async () => {
  workspace = await createTestWorkspace();
  provider.requests.length = 0;
  Object.assign(provider, { fault: null, latencyMs: 0, key: null, reply: (body: unknown) => ({ text: wordOf(body) }) });
});

const start = (input: Partial<CreateRunFields> = {}) =>
  createRun(workspace.owner, { prompt: "say", version: 1, suite: "Words", scorers, trigger: "manual", ...input });
const read = (id: string) => getRunOrThrow(workspace.owner, id);
const sentWords = () => provider.requests.map(({ body }) => wordOf(body));

/** Runs these engines until the run has ended. */
async function finish(id: string, engines = [createEngine(workspace.workspaceId)]) {
  for (const engine of engines) engine.start();
  try {
    // On a busy machine a read may get no connection in time. The next read succeeds.
    const isOver = async () => Boolean((await read(id).catch(() => null))?.finishedAt);
    await vi.waitUntil(isOver, { timeout: 60_000, interval: 50 });
  } finally {
    await Promise.all(engines.map((engine) => engine.stop()));
  }
  return read(id);
}

describe.each(["openai", "anthropic"] as const)("a run over 30 cases, twice each, through %s", (protocol) => {
  it("asks every case as often as configured, and summarizes the results", async () => {
    await createSuiteExpecting(workspace, { provider, protocol, cases: 30 });
    provider.reply = (body) => ({ text: /^n[1-9]$/.test(wordOf(body)) ? "something else" : wordOf(body) });
    const { id } = await start({ repeats: 2, concurrency: 20 });
    const run = await finish(id);
    expect(run).toMatchObject({
      status: "finished",
      progress: { done: 60, total: 60, failed: 0, secondsLeft: 0 },
      inconclusive: null,
      dimensions: { accuracy: { score: 21 / 30, cases: 30, passed: 21 }, safety: null },
    });
    expect(provider.requests).toHaveLength(60);
    expect(await prisma().evaluationResult.count({ where: { runId: id } })).toBe(30);
    const first = await prisma().evaluationResult.findFirstOrThrow({ where: { runId: id, position: 1 } });
    expect(first).toMatchObject({ accuracy: 0, accuracyOk: false, answers: 2, failed: 0 });
    const answer = await prisma().evaluationAnswer.findFirst({ where: { runId: id, caseId: first.caseId } });
    expect(answer).toMatchObject({ output: "something else", errorCode: null, inputTokens: 12, outputTokens: 7 });
    const messages = await prisma().outboxMessage.findMany({
      where: { workspaceId: workspace.workspaceId, topic: "evaluation.finished" },
    });
    expect(messages.map(({ payload }) => payload)).toEqual([{ runId: id }]);
  }, 90_000);
});

it("concurrent engines never ask twice", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 20 });
  provider.latencyMs = 20;
  const { id } = await start({ concurrency: 5 });
  const other = await start({ concurrency: 5, repeats: 2 });
  const engines = [
    createEngine(workspace.workspaceId),
    createEngine(workspace.workspaceId),
    createEngine(workspace.workspaceId),
  ];
  await finish(id, engines);
  await finish(other.id);
  expect(provider.requests).toHaveLength(60);
});

it("a temporarily refused call is retried at the time the provider gave", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 6 });
  const refused = new Map<string, number>();
  let early = 0;
  const requestedAt = new Map<string, number>();
  provider.fault = (body) => {
    const word = wordOf(body);
    const times = (refused.get(word) ?? 0) + 1;
    refused.set(word, times);
    const at = performance.now();
    if (word === "n2" && times === 2 && at - (requestedAt.get(word) ?? 0) < 1_000) early++;
    requestedAt.set(word, at);
    if (word === "n2" && times < 3)
      return { kind: "status", status: times === 1 ? 429 : 529, headers: { "retry-after": "1" } };
    if (word === "n3" && times < 2) return { kind: "status", status: 500 };
    if (word === "n4" && times < 2) return { kind: "cut" };
    return word === "n5" ? { kind: "status", status: 400 } : null;
  };
  const run = await finish((await start()).id);
  expect(run).toMatchObject({ status: "finished", progress: { done: 6, failed: 1 } });
  expect(early).toBe(0);
  const answers = await prisma().evaluationAnswer.findMany({ where: { runId: run.id }, orderBy: { position: "asc" } });
  expect(answers.map(({ attempts }) => attempts)).toEqual([1, 3, 2, 2, 1, 1]);
  expect(answers[4]).toMatchObject({ errorCode: "provider_error", output: null, scores: [] });
  expect(run.inconclusive).toMatch(/^1 of 6 answers failed/);
});

it("a case that cannot be rendered fails with its reason, and nothing is sent", async () => {
  const { suiteId } = await createSuiteExpecting(workspace, { provider, cases: 1 });
  await addCases(workspace.owner, { id: suiteId, cases: [{ variables: {} }] });
  const run = await finish((await start()).id);
  expect(run.progress).toMatchObject({ done: 2, failed: 1 });
  const [, second] = await prisma().evaluationAnswer.findMany({
    where: { runId: run.id },
    orderBy: { position: "asc" },
  });
  expect(second).toMatchObject({ errorCode: "missing_variables", errorMessage: expect.stringContaining("word") });
  expect(provider.requests).toHaveLength(1);
});

it("an answer with characters that cannot be stored is kept without them", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 2 });
  provider.reply = () => ({ text: "a\0b \ud83d c", tool: { name: "find", input: { text: "x\0y" } } });
  const run = await finish((await start()).id);
  expect(run).toMatchObject({ status: "finished", progress: { done: 2, failed: 0 } });
  const answer = await prisma().evaluationAnswer.findFirstOrThrow({ where: { runId: run.id } });
  expect(answer.output).toMatch(/^a\ufffdb/);
  expect(answer.toolCalls).toEqual([{ name: "find", input: { text: "x\ufffdy" } }]);
});

describe("a run that cannot succeed", () => {
  it("ends if the key is refused", async () => {
    await createSuiteExpecting(workspace, { provider, cases: 40 });
    provider.key = "another";
    const run = await finish((await start({ concurrency: 4 })).id);
    expect(run).toMatchObject({ status: "failed", statusReason: expect.stringContaining("refused the key (401)") });
    expect(provider.requests.length).toBeLessThanOrEqual(4);
    expect(run.progress.done).toBe(0);
  });

  it("ends without its connection", async () => {
    await createSuiteExpecting(workspace, { provider, cases: 40 });
    const model = { provider: "nowhere", name: "large" };
    const run = await finish((await start({ model })).id);
    expect(run).toMatchObject({
      status: "failed",
      statusReason: expect.stringContaining("No connection is called nowhere"),
    });
  });
});

describe("a judge", () => {
  const judge = {
    id: "judge",
    type: "judge" as const,
    name: "Helpful",
    criteria: ["It says the word."],
    scale: "0-10" as const,
    model: { provider: "fake", name: "judge-large" },
  };
  const isJudge = (body: unknown) => JSON.stringify(body).includes("judge-large");
  /** Invalid replies of judges, used instead of a verdict. */
  const garbage = ["Certainly! It is good.", '{"score":', "9/10", '{"score":-5}', '{"score":1e9}', '{"score":NaN}', ""];

  beforeEach(() => createSuiteExpecting(workspace, { provider, cases: 20 }));

  it("that gives invalid answers never scores; above a tenth of them the run is inconclusive", async () => {
    let judged = 0;
    provider.reply = (body) => {
      if (!isJudge(body)) return { text: wordOf(body) };
      const text = judged < 7 ? garbage[judged] : JSON.stringify({ rationale: "It does.", score: 9 });
      judged++;
      return { text: text ?? "" };
    };
    const run = await finish((await start({ scorers: [judge] })).id);
    expect(run).toMatchObject({
      status: "finished",
      judgements: { total: 20, invalid: 7 },
      inconclusive: expect.stringMatching(/^7 of 20 judgements gave no usable answer/),
      dimensions: { accuracy: { score: 1, cases: 13 } },
    });
    expect(judged).toBe(20);
  });

  it("is retried like any call, and counted as failed after the last attempt", async () => {
    let judged = 0;
    provider.reply = (body) => ({
      text: isJudge(body) ? JSON.stringify({ rationale: "Yes.", score: 10 }) : wordOf(body),
    });
    provider.fault = (body) => (isJudge(body) && judged++ < 2 ? { kind: "status", status: 500 } : null);
    const run = await finish((await start({ scorers: [judge], concurrency: 2 })).id);
    expect(run).toMatchObject({ judgements: { total: 20, invalid: 0 }, dimensions: { accuracy: { score: 1 } } });
    expect(judged).toBe(22);
  });

  it("that is not available ends the run", async () => {
    provider.fault = (body) => (isJudge(body) ? { kind: "status", status: 401 } : null);
    const run = await finish((await start({ scorers: [judge], concurrency: 2 })).id);
    expect(run).toMatchObject({
      status: "failed",
      statusReason: expect.stringMatching(/^The judge cannot be asked\. fake refused the key/),
    });
    expect(provider.requests.length).toBeLessThan(10);
  });

  it("is not paid again for its answers before the process ended", async () => {
    const second = { ...judge, id: "second", name: "Kind" };
    provider.reply = (body) => ({
      text: isJudge(body) ? JSON.stringify({ rationale: "Yes.", score: 10 }) : wordOf(body),
    });
    const { id } = await start({ scorers: [judge, second] });
    const score = {
      scorer: "judge",
      version: 1,
      dimension: "accuracy",
      explanation: "",
      costUsd: 0.1,
      state: "scored",
      value: 1,
      passed: true,
    };
    await prisma().$executeRaw`update evaluation_answers set output = 'n', answered_at = now(), cost_usd = 0.1,
      scores = ${JSON.stringify([score])}::jsonb where run_id = ${id}::uuid`;
    const run = await finish(id);
    expect(provider.requests).toHaveLength(20);
    expect(run).toMatchObject({ status: "finished", judgements: { total: 40, invalid: 0 }, isCostKnown: false });
    expect(run.costUsd).toBeCloseTo(4);
  });
});

it("a budget ends the run before it is exceeded; paid answers are kept", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 5 });
  const { id } = await start();
  const [first] = await prisma().evaluationAnswer.findMany({ where: { runId: id }, orderBy: { position: "asc" } });
  await prisma().evaluationAnswer.update({
    where: { id: first?.id ?? "" },
    data: { output: "n1", answeredAt: new Date(), costUsd: 0.5 },
  });
  await prisma().evaluationRun.update({ where: { id }, data: { budgetUsd: 0.4 } });
  const run = await finish(id);
  expect(run).toMatchObject({
    status: "cancelled",
    statusReason: expect.stringContaining("budget of $0.4"),
    costUsd: 0.5,
  });
  expect(run.dimensions).toBeNull();
  expect(await prisma().evaluationAnswer.count({ where: { runId: id, output: "n1" } })).toBe(1);
});

it("existing answers are only scored", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 3 });
  const { id } = await start();
  const answers = await prisma().evaluationAnswer.findMany({ where: { runId: id }, orderBy: { position: "asc" } });
  await prisma().evaluationAnswer.update({
    where: { id: answers[1]?.id ?? "" },
    data: { output: "n2", answeredAt: new Date(), costUsd: 0 },
  });
  await finish(id);
  expect(sentWords().sort()).toEqual(["n1", "n3"]);
});

it("a cancelled run stops calls immediately, also from another process, and keeps its answers", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 30 });
  const { id } = await start({ concurrency: 3 });
  provider.fault = (body) => (wordOf(body) === "n1" ? null : { kind: "silence" });
  const engine = createEngine(workspace.workspaceId);
  engine.start();
  await vi.waitUntil(() => provider.requests.length >= 4, { timeout: 20_000 });
  const cancelled = await cancelRun(workspace.owner, { id });
  expect(cancelled).toMatchObject({ status: "cancelled", statusReason: "Cancelled by Test Owner." });
  await engine.stop(15_000); // running calls are aborted, so this does not wait
  expect(provider.requests).toHaveLength(4);
  expect((await read(id)).progress.done).toBe(1);
  await expect(cancelRun(workspace.owner, { id })).rejects.toMatchObject({ code: "invalid_state" });
  await finish(id);
  expect(provider.requests).toHaveLength(4);
});

it("a process that stops finishes pending calls, and another one continues", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 30 });
  await saveVersion(workspace.owner, {
    name: "say",
    content: { type: "text", messages: [{ role: "user", content: "x" }] },
  });
  provider.latencyMs = 100;
  const { id } = await start({ concurrency: 3 });
  const first = createEngine(workspace.workspaceId);
  first.start();
  await vi.waitUntil(() => provider.requests.length >= 6, { timeout: 20_000 });
  await first.stop();
  const between = await read(id);
  expect(between.status).toBe("running");
  expect(between.progress.done).toBe(provider.requests.length);
  await finish(id);
  expect(sentWords().sort()).toEqual(Array.from({ length: 30 }, (_, index) => `n${index + 1}`).sort());
});
