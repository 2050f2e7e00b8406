import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { createSuiteExpecting } from "@/lib/testing/evaluation";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { createRun } from "./commands/create-run";
import { endRun } from "./commands/end-run";
import { beginRun, countRun, keepAnswers, keepFailure, noteProgress, recountEnded } from "./commands/work";
import { createEngine } from "./engine/engine";
import { getRunOrThrow } from "./queries";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);

let provider: FakeProvider;
let workspace: TestWorkspace;
let workspaceId = "";

beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(() => provider.stop());
beforeEach(async () => {
  workspace = await createTestWorkspace();
  workspaceId = workspace.workspaceId;
});

const exact = { id: "exact", type: "exact" as const, name: "Exact" };
const start = (scorers: NonNullable<Parameters<typeof createRun>[1]["scorers"]> = [exact]) =>
  createRun(workspace.owner, { prompt: "say", version: 1, suite: "Words", scorers, trigger: "manual" });
const answersOf = (runId: string) =>
  prisma().evaluationAnswer.findMany({ where: { workspaceId, runId }, orderBy: { position: "asc" } });
const finished = { status: "finished", reason: "" } as const;
const answerOf = (output: string) => ({
  output,
  toolCalls: [],
  finishReason: "stop",
  latencyMs: 12,
  ttftMs: 3,
  inputTokens: 1,
  outputTokens: 1,
  costUsd: 0.25,
  attempts: 1,
});
const keepSaid = async (id: string, output: string) =>
  (await keepAnswers(workspaceId, [{ id, answer: answerOf(output), scores: [], isScored: true }]))[0];
const broken = { code: "provider_error", message: "It broke.", attempts: 1 };

it("a process whose lease expired does not change a run that another one finished", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 2 });
  const { id } = await start();
  await beginRun(workspaceId, id);
  const asleep = await countRun(workspaceId, id);
  for (const answer of await answersOf(id)) await keepFailure(workspaceId, answer.id, broken);
  expect(await endRun(workspaceId, id, finished)).toBe(true);
  expect(await noteProgress(workspaceId, id, asleep)).toBe("finished");
  const run = await getRunOrThrow(workspace.owner, id);
  expect(run.progress).toMatchObject({ done: 2, failed: 2 });
  expect(run.inconclusive).toContain("2 of 2 answers failed");
});

it("a run is not finished while an answer is pending", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 2 });
  const { id } = await start();
  await beginRun(workspaceId, id);
  const [first, second] = await answersOf(id);
  await keepFailure(workspaceId, first?.id ?? "", broken);
  expect(await endRun(workspaceId, id, finished)).toBe(false);
  await keepFailure(workspaceId, second?.id ?? "", broken);
  expect(await endRun(workspaceId, id, finished)).toBe(true);
});

it("the first of two answers is kept, and the writer of the second is informed", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 1 });
  const { id } = await start();
  const [answer] = await answersOf(id);
  expect(await keepSaid(answer?.id ?? "", "one")).toBe(true);
  expect(await keepSaid(answer?.id ?? "", "other")).toBe(false);
  expect(await keepSaid(answer?.id ?? "", "one")).toBe(true);
  expect((await answersOf(id))[0]?.output).toBe("one");
});

it("an answer that arrives during the cancellation is counted as paid", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 2 });
  const { id } = await start();
  await beginRun(workspaceId, id);
  await endRun(workspaceId, id, { status: "cancelled", reason: "Enough." });
  const [answer] = await answersOf(id);
  await keepSaid(answer?.id ?? "", "one");
  await recountEnded(workspaceId, id);
  expect(await getRunOrThrow(workspace.owner, id)).toMatchObject({ status: "cancelled", costUsd: 0.25 });
});

it("an answer whose explanation cannot be stored is kept and scored", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 1 });
  const schema = { type: "object", properties: {}, additionalProperties: false };
  // The text is valid. Parsed as JSON, its field name contains NUL and a lone surrogate.
  provider.reply = () => ({ text: '{"a\\u0000\\ud83d":1}' });
  const { id } = await start([{ id: "json", type: "json_schema", name: "JSON", schema }]);
  const engine = createEngine(workspaceId);
  await engine.workThrough();
  await engine.stop();
  const [answer] = await answersOf(id);
  expect(answer).toMatchObject({ errorCode: null, output: '{"a\\u0000\\ud83d":1}' });
  expect(answer?.scores).toMatchObject([{ state: "scored", passed: false }]);
});

it("a run ends if its provider requires a wait of hours", async () => {
  await createSuiteExpecting(workspace, { provider, cases: 20 });
  let left = 7_200;
  provider.fault = () => ({ kind: "status", status: 429, headers: { "retry-after": String(left--) } });
  const { id } = await start();
  const engine = createEngine(workspaceId);
  await engine.workThrough();
  await engine.stop();
  provider.fault = null;
  const run = await getRunOrThrow(workspace.owner, id);
  expect(run).toMatchObject({ status: "failed", progress: { done: 0 } });
});

it("runs that cannot be read do not keep others waiting", { tags: ["slow"] }, async () => {
  await createSuiteExpecting(workspace, { provider, cases: 1 });
  const broken: string[] = [];
  for (let n = 0; n < 9; n++) broken.push((await start()).id); // more than are worked on at once
  await prisma().$executeRaw`update evaluation_runs set scorers = '5' where workspace_id = ${workspaceId}::uuid`;
  const { id } = await start();
  const engine = createEngine(workspaceId);
  engine.start();
  await vi.waitFor(async () => expect((await getRunOrThrow(workspace.owner, id)).status).toBe("finished"), 20_000);
  await engine.stop(0);
  const open = await prisma().evaluationRun.count({ where: { id: { in: broken }, status: "running" } });
  expect(open).toBeGreaterThan(0);
});
