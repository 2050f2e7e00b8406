import { beforeAll, expect, it, vi } from "vitest";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { getBeforeAfter } from "../comparison/queries/before-after";
import { listVersionScores } from "../comparison/queries/listed-runs";
import { addCases } from "../suites/commands/change-cases";
import { createSuite } from "../suites/commands/suites";
import { createRun } from "./commands/create-run";
import { runBeforeAfter } from "./commands/repeat-run";
import { createEngine } from "./engine/engine";
import { getRunOrThrow } from "./queries";

const versions = { prompt: "greet", version: 2, baselineVersion: 1 };
const content = (text: string) => ({ type: "text" as const, messages: [{ role: "user" as const, content: text }] });
let workspace: TestWorkspace;
let suiteId = "";
const look = () => getBeforeAfter(workspace.owner, versions);
const counted = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ variables: { topic: `topic ${from + index}` } }));

beforeAll(async () => {
  workspace = await createTestWorkspace();
  await createPrompt(workspace.owner, { name: "greet", content: content("Say one thing about {{ topic }}.") });
  await saveVersion(workspace.owner, { name: "greet", content: content("Say two things about {{ topic }}.") });
});

it("is refused without a suite of the prompt", async () => {
  await createSuite(workspace.owner, { name: "Of nobody" });
  expect(await look()).toEqual({ canAsk: false, run: null, isWorking: false, isStale: false, cases: [] });
  await expect(runBeforeAfter(workspace.owner, versions)).rejects.toMatchObject({ code: "invalid_state" });
});

it("answers five cases across the suite, with both versions on the offline model", async () => {
  suiteId = (await createSuite(workspace.owner, { name: "Own", prompt: "greet" })).id;
  await addCases(workspace.owner, { id: suiteId, cases: counted(1, 12) });
  const viewer = await createTestMember(workspace.workspaceId, "viewer");
  await expect(runBeforeAfter(viewer, versions)).rejects.toMatchObject({ code: "forbidden" });
  const { id } = await runBeforeAfter(workspace.owner, versions);
  expect(await getRunOrThrow(workspace.owner, id)).toMatchObject({
    caseLimit: 5,
    progress: { total: 5 },
    model: { provider: "offline" },
    baseline: { version: 1 },
  });
  const engine = createEngine(workspace.workspaceId);
  engine.start();
  try {
    await vi.waitUntil(async () => !(await look()).isWorking, { timeout: 60_000, interval: 50 });
  } finally {
    await engine.stop();
  }
  const { run, isStale, cases } = await look();
  expect(run).toMatchObject({ id, status: "finished" });
  expect(isStale).toBe(false);
  expect(cases.map(({ position }) => position).sort((one, other) => one - other)).toEqual([3, 5, 8, 10, 12]);
  for (const { before, after, verdict } of cases)
    expect([Boolean(before), Boolean(after), verdict]).toEqual([true, true, "same"]);
});

it("is in no list of scores, and does not count as a complete run", async () => {
  const { run } = await look();
  const { id } = await findPromptOrThrow(workspace.workspaceId, "greet");
  expect(await listVersionScores(workspace.owner, id)).toEqual([]);
  const whole = await createRun(workspace.owner, {
    ...versions,
    suite: suiteId,
    model: { provider: "offline", name: "understudy-offline" },
    trigger: "manual",
  });
  const part = await getRunOrThrow(workspace.owner, run?.id ?? "");
  expect(whole).toMatchObject({ caseLimit: null, progress: { total: 12 } });
  expect(whole.configHash).not.toBe(part.configHash);
});

it("is marked if the suite has changed", async () => {
  await addCases(workspace.owner, { id: suiteId, cases: counted(13, 13) });
  expect((await look()).isStale).toBe(true);
});
