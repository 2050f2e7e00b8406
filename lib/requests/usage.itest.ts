import { beforeAll, expect, it } from "vitest";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt } from "@/lib/testing/experiment";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { getUsage } from "./queries/usage";

let workspace: TestWorkspace;
let name = "";
const hour = 3_600_000;
const now = Date.now();
const time = { from: new Date(now - 24 * hour).toISOString(), to: new Date(now + hour).toISOString() };

beforeAll(async () => {
  workspace = await createTestWorkspace();
  name = await createLivePrompt(workspace.owner, "usage/answer");
  const actor = { kind: "system", workspaceId: workspace.workspaceId, name: "test" } as const;
  const interaction = (n: number, extra: object = {}) => ({
    type: "interaction",
    id: `u${n}`,
    interactionId: `u${n}`,
    prompt: name,
    version: 1,
    environment: "production",
    at: new Date(now - hour).toISOString(),
    latencyMs: 1_000,
    inputTokens: 1_000,
    outputTokens: 500,
    costUsd: 0.01,
    ...extra,
  });
  const events = [
    ...Array.from({ length: 10 }, (_, n) => interaction(n)),
    // No cost was reported: the list price of its model is taken, $0.40 and $1.60 a million.
    interaction(10, { costUsd: undefined, model: "gpt-4.1-mini" }),
    interaction(11, { environment: "staging", error: "429", completed: true }),
    // The same interaction told of again counts once.
    { ...interaction(0), id: "again" },
    // As long before.
    interaction(12, { at: new Date(now - 40 * hour).toISOString() }),
  ];
  expect(await recordEvents(actor, events)).toMatchObject({ accepted: 14, rejected: [] });
});

it("counts each interaction once, in the round of the rollup that takes it", async () => {
  const count = async () => {
    await rollUpAll();
    return (await getUsage(workspace.owner, { ...time, by: "prompt" })).now.interactions;
  };
  await expect.poll(count, { timeout: 15_000 }).toBe(12);
});

it("sums answers, cost and tokens, and prices what came without a cost", async () => {
  const { now: sums, before, groups, days } = await getUsage(workspace.owner, { ...time, by: "prompt" });
  expect(sums).toMatchObject({ interactions: 12, inputTokens: 12_000, outputTokens: 6_000, failed: 1, completed: 1 });
  expect(sums.pricedUsd).toBeCloseTo(0.0004 + 0.0008, 9);
  expect(sums.costUsd).toBeCloseTo(0.11 + 0.0012, 9);
  expect(before.interactions).toBe(1);
  expect(groups).toHaveLength(1);
  expect(groups[0]?.name).toBe(name);
  expect(Math.abs((groups[0]?.p50 ?? 0) / 1_000 - 1)).toBeLessThan(0.1);
  expect(days.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(sums.costUsd, 9);
});

it.each([
  ["version", ["usage/answer v1"]],
  ["model", ["not said", "gpt-4.1-mini"]],
  ["environment", ["production", "staging"]],
  ["key", ["not known"]],
] as const)("adds up to the same total by %s", async (by, names) => {
  const { now: sums, groups } = await getUsage(workspace.owner, { ...time, by });
  expect(groups.map((group) => group.name).toSorted()).toEqual(
    names.map((one) => one.replace("usage/answer", name)).toSorted(),
  );
  expect(groups.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(sums.costUsd, 9);
});

it("narrows to an environment, and shows nothing of another workspace", async () => {
  const staging = await getUsage(workspace.owner, { ...time, by: "prompt", environment: "staging" });
  expect(staging.now.interactions).toBe(1);
  await expect(getUsage(workspace.owner, { ...time, by: "prompt", environment: "nowhere" })).rejects.toMatchObject({
    code: "not_found",
  });
  const stranger = await createTestWorkspace();
  expect((await getUsage(stranger.owner, { ...time, by: "prompt" })).now.interactions).toBe(0);
  const viewer = await createTestMember(workspace.workspaceId, "viewer");
  expect((await getUsage(viewer, { ...time, by: "prompt" })).now.interactions).toBe(12);
});
