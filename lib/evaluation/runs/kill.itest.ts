/** @module-tag slow */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { env } from "@/lib/core/env";
import { createSuiteExpecting, wordOf } from "@/lib/testing/evaluation";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { createRun } from "./commands/create-run";
import { getRunOrThrow } from "./queries";

const settings = {
  OUTGOING_ALLOWED_HOSTS: "127.0.0.1",
  ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64url")}`,
};
for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);

let provider: FakeProvider;
const processes: ChildProcess[] = [];
beforeAll(async () => {
  provider = await startFakeProvider();
});
afterAll(async () => {
  for (const one of processes) one.kill("SIGKILL");
  await provider.stop();
});

async function startProcess(workspaceId: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/testing/engine-process.ts", workspaceId], {
    env: { ...process.env, ...settings, DATABASE_URL: env().DATABASE_URL ?? "", LOG_LEVEL: "silent" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  processes.push(child);
  if (child.stdout) await once(child.stdout, "data");
  return child;
}

it("a run whose process is killed is finished by the next one, and only open calls are paid twice", async () => {
  const concurrency = 5;
  const cases = 60;
  const workspace = await createTestWorkspace();
  await createSuiteExpecting(workspace, { provider, cases });
  const judge = { id: "judge", name: "Judge", criteria: ["It says the word."], type: "judge" as const };
  const scorers = [
    { id: "exact", type: "exact" as const, name: "Exact" },
    { ...judge, model: { provider: "fake", name: "judge-large" } },
  ];
  const isJudge = (body: unknown) => JSON.stringify(body).includes("judge-large");
  provider.latencyMs = 150;
  provider.reply = (body) => ({ text: isJudge(body) ? JSON.stringify({ rationale: "Yes.", score: 5 }) : wordOf(body) });
  const input = { prompt: "say", version: 1, suite: "Words", scorers, concurrency };
  const { id } = await createRun(workspace.owner, { ...input, trigger: "api" });

  const first = await startProcess(workspace.workspaceId);
  await vi.waitUntil(() => provider.requests.length >= cases * 0.7, { timeout: 60_000, interval: 10 });
  first.kill("SIGKILL");
  await once(first, "exit");
  const before = await getRunOrThrow(workspace.owner, id);
  expect(before.status).toBe("running");
  expect(provider.requests.length).toBeLessThan(cases * 2);

  await startProcess(workspace.workspaceId);
  await vi.waitUntil(async () => (await getRunOrThrow(workspace.owner, id)).finishedAt !== null, {
    timeout: 90_000,
    interval: 200,
  });
  expect(await getRunOrThrow(workspace.owner, id)).toMatchObject({
    status: "finished",
    progress: { done: cases, total: cases, failed: 0 },
    judgements: { total: cases, invalid: 0 },
    dimensions: { accuracy: { score: 1, cases } },
  });

  const timesAsked = new Map<string, number>();
  for (const { body } of provider.requests) {
    const question = `${isJudge(body) ? "judge" : "answer"} ${wordOf(body)}`;
    timesAsked.set(question, (timesAsked.get(question) ?? 0) + 1);
  }
  expect(timesAsked.size).toBe(cases * 2);
  const again = [...timesAsked.values()].filter((times) => times > 1);
  expect(again.every((times) => times === 2)).toBe(true);
  expect(again.length).toBeLessThanOrEqual(concurrency);
}, 180_000);
