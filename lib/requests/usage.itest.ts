import { beforeAll, expect, it } from "vitest";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { countPeople } from "./commands/count-people";
import { getUsage } from "./queries/usage";
import { keptNames } from "./usage-views";

let workspace: TestWorkspace;
let name = "";
const hour = 3_600_000;
const now = Date.now();
const time = { from: new Date(now - 24 * hour).toISOString(), to: new Date(now + hour).toISOString() };

beforeAll(async () => {
  workspace = await createTestWorkspace();
  name = await createLivePrompt(workspace.owner, "usage/answer");
  const actor = { kind: "system", workspaceId: workspace.workspaceId, name: "test" } as const;
  const interaction = (n: number, extra: object = {}) =>
    interactionEvent(`u${n}`, {
      prompt: name,
      at: new Date(now - hour).toISOString(),
      latencyMs: 1_000,
      inputTokens: 1_000,
      outputTokens: 500,
      costUsd: 0.01,
      ...extra,
    });
  const events = [
    ...Array.from({ length: 10 }, (_, n) => interaction(n)),
    // No cost was reported. The list price of its model applies: $0.40 and $1.60 per million tokens.
    interaction(10, { costUsd: undefined, model: "gpt-4.1-mini" }),
    interaction(11, { environment: "staging", error: "429", completed: true }),
    // Another report of the same interaction counts once.
    { ...interaction(0), id: "again" },
    // In the preceding range.
    interaction(12, { at: new Date(now - 40 * hour).toISOString() }),
  ];
  expect(await recordEvents(actor, events)).toMatchObject({ accepted: 14, rejected: [] });
});

it("counts each interaction once, in the round of its rollup", async () => {
  const count = async () => {
    await rollUpAll();
    return (await getUsage(workspace.owner, { ...time, by: "prompt" })).now.interactions;
  };
  await expect.poll(count, { timeout: 15_000 }).toBe(12);
});

it("sums answers, cost and tokens, and estimates missing costs", async () => {
  const {
    now: sums,
    unpriced,
    before,
    groups,
    steps,
  } = await getUsage(workspace.owner, { ...time, by: "prompt", step: "day" });
  expect(sums).toMatchObject({ interactions: 12, inputTokens: 12_000, outputTokens: 6_000, failed: 1, completed: 1 });
  expect(sums.pricedUsd).toBeCloseTo(0.0004 + 0.0008, 9);
  expect(sums.costUsd).toBeCloseTo(0.11 + 0.0012, 9);
  expect(unpriced).toEqual({ tokens: 0, models: [] });
  expect(before.interactions).toBe(1);
  expect(groups).toHaveLength(1);
  expect(groups[0]?.name).toBe(name);
  expect(Math.abs((groups[0]?.p50 ?? 0) / 1_000 - 1)).toBeLessThan(0.1);
  expect(steps.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(sums.costUsd, 9);
});

it.each(["hour", "day", "week", "month"] as const)(
  "has the same sums by %s, in steps that begin with it",
  async (step) => {
    const { now: sums, steps } = await getUsage(workspace.owner, { ...time, by: "model", step });
    expect(steps.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(sums.costUsd, 9);
    expect(steps.reduce((sum, { interactions }) => sum + interactions, 0)).toBe(sums.interactions);
    const isWhole = { hour: /:00:00\.000Z$/, day: /T00:00/, week: /T00:00/, month: /-01T00:00/ }[step];
    expect(steps.filter(({ at }) => !isWhole.test(at))).toEqual([]);
  },
);

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

it("sums users and sessions, the most expensive first, with the time that was counted", async () => {
  const other = await createTestWorkspace();
  const prompt = await createLivePrompt(other.owner, "usage/people");
  const answer = (n: number, extra: object) =>
    interactionEvent(`p${n}`, { prompt, at: new Date(now - hour - n).toISOString(), ...extra });
  const events = [
    answer(1, { userId: "ana", sessionId: "s1", costUsd: 0.2, inputTokens: 10 }),
    answer(2, { userId: "ana", sessionId: "s2", costUsd: 0.1, outputTokens: 5, error: "429" }),
    answer(3, { userId: "ben", model: "gpt-4.1-mini", inputTokens: 1_000_000, outputTokens: 0, completed: true }),
    answer(4, { costUsd: 0.05, environment: "staging" }),
  ];
  await recordEvents({ kind: "system", workspaceId: other.workspaceId, name: "test" }, events);
  await expect
    .poll(
      async () => {
        await rollUpAll();
        await copyToStore();
        await countPeople(Date.now() + 60_000, { workspaceId: other.workspaceId });
        return (await getUsage(other.owner, { ...time, by: "user" })).people?.sums.interactions;
      },
      { timeout: 15_000 },
    )
    .toBe(4);
  const users = await getUsage(other.owner, { ...time, by: "user" });
  expect(users.groups.map(({ name: user, interactions }) => [user, interactions])).toEqual([
    ["ben", 1],
    ["ana", 2],
    ["not said", 1],
  ]);
  expect(users.groups[0]).toMatchObject({ completed: 1, before: null });
  expect(users.groups[0]?.pricedUsd).toBeCloseTo(0.4, 9);
  expect(users.groups[1]).toMatchObject({ failed: 1, inputTokens: 10, outputTokens: 5, pricedUsd: 0 });
  expect(users.people).toMatchObject({
    from: new Date(Math.floor(Date.parse(time.from) / hour) * hour).toISOString(),
    others: 0,
    missedUsd: 0,
  });
  expect(users.people?.sums.costUsd).toBeCloseTo(users.now.costUsd, 9);
  const sessions = await getUsage(other.owner, { ...time, by: "session" });
  expect(sessions.groups.map((group) => group.name)).toEqual(["not said", "s1", "s2"]);
  const staging = keyActorFor(other, [other.environments.staging]);
  expect((await getUsage(staging, { ...time, by: "user" })).groups.map((group) => group.name)).toEqual(["not said"]);
});

it("keeps the most expensive users of an hour, with the cost of others and the possible error of one", async () => {
  const other = await createTestWorkspace();
  const prompt = await createLivePrompt(other.owner, "usage/many");
  const actor = { kind: "system", workspaceId: other.workspaceId, name: "test" } as const;
  const yesterday = Math.floor(now / (24 * hour)) * 24 * hour - 20 * hour;
  const answer = (id: string, userId: string, at: number, costUsd: number) =>
    interactionEvent(id, { prompt, at: new Date(at).toISOString(), userId, costUsd });
  const people = async () => {
    await rollUpAll();
    await copyToStore();
    await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: other.workspaceId });
    const days = { from: new Date(yesterday - 4 * hour).toISOString(), to: time.to };
    return getUsage(other.owner, { ...days, by: "user" });
  };
  // First for a whole day, then with hours of today too. "low" is not kept, although it had a high cost in the other
  // hour.
  const many = Array.from({ length: keptNames }, (_, n) => answer(`m${n}`, `m${n}`, yesterday, 0.01));
  await recordEvents(actor, [...many, answer("low", "low", yesterday, 0.001), answer("high", "high", yesterday, 0.5)]);
  await expect.poll(async () => (await people()).people?.sums.interactions, { timeout: 15_000 }).toBe(keptNames + 2);
  const first = await people();
  expect(first.people).toMatchObject({ others: null });
  expect(first.people?.missedUsd).toBeCloseTo(0.01, 9);
  expect(first.people?.sums.costUsd).toBeCloseTo(0.01 * keptNames + 0.501, 9);
  expect(first.groups[0]).toMatchObject({ name: "high", interactions: 1 });
  // Adds to an hour that is already counted.
  await recordEvents(actor, [answer("low2", "low", yesterday + hour, 2), answer("late", "late", yesterday, 3)]);
  await expect.poll(async () => (await people()).people?.sums.interactions, { timeout: 15_000 }).toBe(keptNames + 4);
  const { groups } = await people();
  expect(groups.slice(0, 3).map(({ name: user, costUsd }) => [user, costUsd])).toEqual([
    ["late", 3],
    ["low", 2],
    ["high", 0.5],
  ]);
});

it("can be filtered by environment, and contains nothing of another workspace", async () => {
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

it("refuses an environment a key cannot access, instead of zeros", async () => {
  const staging = keyActorFor(workspace, [workspace.environments.staging]);
  for (const by of ["prompt", "user"] as const) {
    const usage = getUsage(staging, { ...time, by, environment: "production" });
    await expect(usage).rejects.toMatchObject({ code: "environment_not_allowed" });
  }
  expect((await getUsage(staging, { ...time, by: "prompt", environment: "staging" })).now.interactions).toBe(1);
});

it.each([
  ["in their order", ["asked", "done"]],
  ["the later word first", ["done", "asked"]],
])("counts an answer reported in two hours once per user, %s", async (_, order) => {
  const other = await createTestWorkspace();
  const prompt = await createLivePrompt(other.owner, "usage/twice");
  const reportedFields: Record<string, object> = {
    asked: { at: new Date(now - 5 * hour).toISOString() },
    done: { at: new Date(now - 3 * hour).toISOString(), completed: true },
  };
  const report = (id: string, extra: object) =>
    interactionEvent(id, { interactionId: "one", prompt, userId: "ana", costUsd: 1, ...extra });
  const byUser = () => getUsage(other.owner, { ...time, by: "user" });
  for (const id of order) {
    await recordEvents({ kind: "system", workspaceId: other.workspaceId, name: "test" }, [
      report(id, reportedFields[id] ?? {}),
      // Another answer in the hour, so that it is counted again.
      report(`beside-${id}`, { ...reportedFields[id], interactionId: id, userId: "ben", costUsd: 0.1 }),
    ]);
    await rollUpAll();
    await copyToStore();
    await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: other.workspaceId });
  }
  await expect.poll(async () => (await byUser()).people?.sums.interactions, { timeout: 15_000 }).toBe(3);
  const [ana] = (await byUser()).groups;
  expect(ana).toMatchObject({ name: "ana", interactions: 1, costUsd: 1 });
});
