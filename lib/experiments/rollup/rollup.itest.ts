import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { singleton } from "@/lib/core/singleton";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { chatContent } from "@/lib/testing/api";
import { abPlan } from "@/lib/testing/experiment-arms";
import { interactionEvent } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { Splitter } from "../assignment";
import { newSeed, planHash } from "../plan-hash";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { rollUp } from "./commands/roll-up";

const minute = 60_000;
let workspace: TestWorkspace;
let experimentId: string;
let seed: string;
let startedAt: Date;
const plan = abPlan({
  variants: ["control", "candidate"].map((key, index) => ({ key, version: index + 1, weight: 0.5 })),
});

beforeEach(async () => {
  workspace = await createTestWorkspace();
  const { workspaceId, owner } = workspace;
  const prompt = await createPrompt(owner, { name: "support/reply", content: chatContent("one") as never });
  await saveVersion(owner, { name: "support/reply", content: chatContent("two") as never });
  seed = newSeed();
  startedAt = new Date(Date.now() - 3 * 86_400_000);
  const environmentId = workspace.environments.production;
  const experiment = await prisma().experiment.create({
    data: {
      workspaceId,
      promptId: prompt.id,
      environmentId,
      name: "x",
      kind: "ab",
      status: "running",
      plan,
      phase: 1,
      requiredPerVariant: 3,
      startedAt,
      createdByKind: "user",
      createdByName: "Test",
    },
  });
  experimentId = experiment.id;
  const phase = { workspaceId, experimentId, startedAt };
  await prisma().experimentPhase.create({
    data: { ...phase, number: 1, seed, plan, planHash: planHash(plan), startedBy: "Test" },
  });
  await prisma().experimentWeights.create({
    data: { workspaceId, experimentId, phase: 1, batch: 1, weights: { control: 0.5, candidate: 0.5 }, at: startedAt },
  });
});

const actor = () => ({ kind: "system", workspaceId: workspace.workspaceId, name: "test" }) as const;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

function interaction(userId: string, extra: object = {}) {
  return interactionEvent(randomUUID(), {
    interactionId: randomUUID(),
    prompt: "support/reply",
    version: versionOf(userId),
    userId,
    at: ago(60 * minute),
    ...extra,
  });
}
const feedback = (interactionId: string, extra: object) => ({
  type: "feedback",
  id: randomUUID(),
  interactionId,
  ...extra,
});

function versionOf(userId: string): number {
  const splitter = new Splitter({ seed, trafficShare: 1, group: null, variants: plan.variants });
  return plan.variants[splitter.variantOf(userId)]?.version ?? 0;
}

async function send(...events: object[]) {
  const answer = await recordEvents(actor(), events);
  expect(answer.rejected).toEqual([]);
  return answer;
}
// Test files run concurrently on one database. Another one's round may hold the lock for a moment.
async function roll() {
  await rollUpAll();
}

async function expose(unitId: string, variant: string, exposedAt: Date) {
  const { workspaceId } = workspace;
  const data = { workspaceId, experimentId, phase: 1, unitId, variant, propensity: 0.5, batch: 1, exposedAt };
  await prisma().experimentUnit.create({ data });
}
const unit = (unitId: string) =>
  prisma().experimentUnit.findFirst({ where: { workspaceId: workspace.workspaceId, experimentId, unitId } });
const snapshots = () =>
  prisma().experimentSnapshot.findMany({ where: { workspaceId: workspace.workspaceId }, orderBy: { at: "asc" } });
async function totals(): Promise<ExperimentTotals> {
  return (await snapshots()).at(-1)?.totals as unknown as ExperimentTotals;
}
const arm = async (variant: string) => (await totals()).arms.find((each) => each.variant === variant) as ArmTotals;
const user = (version: number, place = 0) =>
  Array.from({ length: 200 }, (_, n) => `u_${n}`).filter((id) => versionOf(id) === version)[place] ?? "";

describe("a user", () => {
  it("is counted from all their events, in any order, with duplicates and late ones", async () => {
    const userId = user(1);
    const one = interaction(userId, { latencyMs: 800, costUsd: 0.01, completed: false, ttftMs: 200 });
    const two = interaction(userId, { latencyMs: 1_200, costUsd: 0.03, refused: true, violation: true });
    await send(feedback(one.interactionId, { thumbs: "up", stars: 4 }));
    await roll();
    expect(await unit(userId)).toBeNull();
    await send(one, two);
    await roll();
    expect(await unit(userId)).toMatchObject({
      variant: "control",
      propensity: 0.5,
      batch: 1,
      isCounted: true,
      isInTwoArms: false,
      interactions: 2,
      thumbsGiven: 1,
      thumbsUp: 1,
      starsGiven: 1,
      starsSum: 4,
      completionsKnown: 1,
      completions: 0,
      refusals: 1,
      violations: 1,
      latencyCount: 2,
      latencySumMs: 2_000,
      ttftCount: 1,
      costCount: 2,
    });
    const last = feedback(one.interactionId, { completed: true, thumbs: "down", edited: true, regenerated: true });
    await send(last);
    for (let time = 0; time < 3; time++) {
      await send(one, two, last);
      await roll();
    }
    expect(await unit(userId)).toMatchObject({
      interactions: 2,
      completionsKnown: 1,
      completions: 1,
      thumbsGiven: 1,
      thumbsUp: 0,
      edits: 1,
      regenerations: 1,
    });
    const { ratios, ...counts } = await arm("control");
    expect(counts).toMatchObject({ users: 1, usersWithInteractions: 1, interactions: 2, latencyMs: { count: 2 } });
    expect(ratios.completion).toEqual({ users: 1, usersWith: 1, b: 1, v: 1, bb: 1, vv: 1, bv: 1 });
    expect(ratios.cost.v).toBeCloseTo(0.04);
    expect(ratios.edit_rate).toMatchObject({ b: 2, v: 1, bb: 4, vv: 1, bv: 2 });
  });

  it("counts from the first exposure on and until the phase ends; feedback on it still comes in", async () => {
    const userId = user(2);
    await expose(userId, "candidate", new Date(Date.now() - 2 * 60 * minute));
    await prisma().experimentPhase.updateMany({ where: { experimentId }, data: { endedAt: ago(30 * minute) } });
    const counted = interaction(userId);
    await send(
      counted,
      interaction(userId, { at: ago(10 * minute) }),
      interaction(userId, { at: ago(5 * 60 * minute) }),
    );
    await send(interaction(user(2, 1), { at: ago(10 * minute) }));
    await roll();
    expect(await unit(userId)).toMatchObject({ interactions: 1, completionsKnown: 0 });
    expect(await unit(user(2, 1))).toBeNull();
    await send(feedback(counted.interactionId, { completed: true }));
    await roll();
    expect(await unit(userId)).toMatchObject({ interactions: 1, completions: 1 });
  });

  it("with another variant's version is in two arms, and counts in each with its answers", async () => {
    const userId = user(2);
    await send(interaction(userId, { at: ago(90 * minute) }), interaction(userId, { version: 1 }));
    await roll();
    expect(await unit(userId)).toMatchObject({ variant: "candidate", interactions: 1, isInTwoArms: true });
    expect(await arm("candidate")).toMatchObject({ users: 1, usersInTwoArms: 1, interactions: 1 });
  });

  it("without an exposure counts only if the assignment gave them that version", async () => {
    await send(interaction(user(2), { version: 1 }), interaction(user(1)));
    await roll();
    expect(await unit(user(2))).toBeNull();
    expect(await unit(user(1))).toMatchObject({ variant: "control", interactions: 1 });
  });

  it("who changes while a round waits for them is counted in their latest state", async () => {
    const userId = user(1);
    await expose(userId, "control", new Date(Date.now() - 10 * minute));
    await send(interaction(userId), interaction(userId, { at: ago(90 * minute) }));
    const { workspaceId } = workspace;
    let round = Promise.resolve();
    await prisma().$transaction(async (tx) => {
      await tx.experimentUnit.updateMany({
        where: { workspaceId, experimentId, unitId: userId },
        data: { exposedAt: new Date(Date.now() - 2 * 60 * minute) },
      });
      round = roll();
      for (let waiting = 0n; waiting === 0n; await sleep(20))
        [{ waiting }] = await prisma().$queryRaw<[{ waiting: bigint }]>`
          select count(*) as waiting from pg_stat_activity
          where wait_event_type = 'Lock' and datname = current_database() and query like '%experiment_units%'`;
    });
    await round;
    expect(await unit(userId)).toMatchObject({ isCounted: true, interactions: 2 });
  });

  it("without feedback counts as a user of the arm", async () => {
    await expose("quiet", "candidate", startedAt);
    await roll();
    expect(await arm("candidate")).toMatchObject({ users: 1, usersWithInteractions: 0, latencyMs: null });
  });
});

it("feedback of a key that may not see the environment counts for nothing", async () => {
  const userId = user(1);
  const event = interaction(userId);
  await send(event);
  const key = keyActorFor(workspace, [workspace.environments.development], { scope: "runtime" });
  const stray = feedback(event.interactionId, { thumbs: "down" });
  expect(await recordEvents(key, [stray])).toMatchObject({ accepted: 1 });
  await roll();
  expect(await unit(userId)).toMatchObject({ interactions: 1, thumbsGiven: 0 });
});

it("sums match the users, and users marked as counted are added first", async () => {
  const { workspaceId } = workspace;
  await prisma().experimentUnit.create({
    data: {
      workspaceId,
      experimentId,
      phase: 1,
      unitId: "restored",
      variant: "control",
      propensity: 0.5,
      batch: 1,
      exposedAt: startedAt,
      interactions: 3,
      completionsKnown: 3,
      completions: 2,
      isCounted: true,
    },
  });
  const events = Array.from({ length: 40 }, (_, n) =>
    interaction(`u_${n}`, { completed: n % 3 === 0, latencyMs: n * 10 }),
  );
  for (const [n, event] of events.entries()) {
    await send(event);
    if (n % 7 === 3) await roll();
  }
  await send(...events.slice(0, 10).map(({ interactionId }) => feedback(interactionId, { completed: true, stars: 5 })));
  await roll();
  const [sum] = await prisma().$queryRaw<[{ users: number; b: number; v: number; bv: number }]>`
    select count(*) filter (where completions_known > 0)::int as users, sum(completions_known)::int as b,
      sum(completions)::int as v, sum(completions_known * completions)::int as bv
    from experiment_units where experiment_id = ${experimentId}::uuid and variant = 'control'`;
  expect((await arm("control")).ratios.completion).toMatchObject(sum);
  const { arms, byExposureDay } = await totals();
  const users = arms.reduce((all, each) => all + each.users, 0);
  expect(users).toBe(41);
  expect(byExposureDay.flatMap(({ arms: own }) => own).reduce((all, each) => all + each.users, 0)).toBe(users);
});

it("keeps the primary metric of a user's first, second and later uses apart, however they come in", async () => {
  const [often, once] = [user(1, 0), user(1, 1)];
  const uses = Array.from({ length: 7 }, (_, n) =>
    interaction(often, { at: ago((60 - n) * minute), completed: n === 0 || n === 6 }),
  );
  // Newest first, in three rounds. The second use is reported twice, and the later report counts.
  for (const part of [uses.slice(4), uses.slice(1, 4), uses.slice(0, 1)]) {
    await send(...part.toReversed());
    await roll();
  }
  await send(interaction(once, { completed: true }), feedback(uses[1]?.interactionId ?? "", { completed: true }));
  await roll();
  const spans = (await totals()).byUse?.find(({ variant }) => variant === "control")?.spans;
  expect(spans).toEqual([
    { users: 2, usersWith: 2, b: 2, v: 2, bb: 2, vv: 2, bv: 2 },
    { users: 1, usersWith: 1, b: 1, v: 1, bb: 1, vv: 1, bv: 1 },
    { users: 1, usersWith: 0, b: 3, v: 0, bb: 9, vv: 0, bv: 0 },
    { users: 1, usersWith: 1, b: 2, v: 1, bb: 4, vv: 1, bv: 2 },
  ]);
  const all = (await arm("control")).ratios.completion;
  const sum = (key: "b" | "v") => spans?.reduce((total, span) => total + span[key], 0);
  expect([sum("b"), sum("v")]).toEqual([all.b, all.v]);
});

it("keeps the newest snapshot and the first that held the planned sample", async () => {
  for (let place = 0; place < 5; place++) {
    await send(interaction(user(1, place), { completed: true }), interaction(user(2, place), { completed: false }));
    await roll();
  }
  const kept = (await snapshots()).map((row) =>
    (row.totals as unknown as ExperimentTotals).arms.map(({ users }) => users),
  );
  expect(kept).toContainEqual([3, 3]);
  expect(kept.at(-1)).toEqual([5, 5]);
  expect(kept.length).toBeLessThan(5);
});

it("writes the snapshot that a process left due when it ended between two rounds", async () => {
  await send(interaction(user(1), { completed: true }));
  await roll();
  const { workspaceId } = workspace;
  await prisma().experimentSnapshot.deleteMany({ where: { workspaceId } });
  await roll();
  expect(await snapshots()).toHaveLength(0);
  await prisma().$executeRaw`
    insert into experiment_snapshots_due (workspace_id, experiment_id, phase)
    values (${workspaceId}::uuid, ${experimentId}::uuid, 1)`;
  await roll();
  expect((await arm("control")).users).toBe(1);
});

it("writes a snapshot when the last of several rounds counts somebody else's events", async () => {
  await createPrompt(workspace.owner, { name: "support/other", content: chatContent("one") as never });
  await send(interaction(user(1), { completed: true }));
  await send({ ...interaction(user(2)), prompt: "support/other", version: 1 });
  singleton("rollup-pace", () => ({ share: 1 })).share = 1 / 10_000; // one event per round at first
  await roll();
  expect((await arm("control")).users).toBe(1);
  const [row] = await prisma().$queryRaw<[{ due: number }]>`
    select count(*)::int as due from experiment_snapshots_due where experiment_id = ${experimentId}::uuid`;
  expect(row.due).toBe(0);
});

async function usesOf(): Promise<number> {
  const [row] = await prisma().$queryRaw<[{ count: number }]>`
    select coalesce(sum(interactions), 0)::int as count from prompt_uses
    where workspace_id = ${workspace.workspaceId}::uuid`;
  return row.count;
}

it("an answer that is reported twice is one use, in one round or two, in either order", async () => {
  const event = interaction("u_1");
  const done = { ...event, id: randomUUID(), completed: true, at: ago(59 * minute) };
  const both = interaction("u_2");
  await send(event, both, { ...both, id: randomUUID(), completed: true });
  await roll();
  expect(await usesOf()).toBe(2);
  await send(done, interaction("u_3"));
  await roll();
  expect(await usesOf()).toBe(3);
  await send({ ...event, id: randomUUID(), at: ago(61 * minute) });
  await roll();
  expect(await usesOf()).toBe(3);
});

it("five rounds at once count everything once", async () => {
  await send(...Array.from({ length: 50 }, (_, n) => interaction(`u_${n}`)));
  await Promise.all(Array.from({ length: 5 }, () => rollUp()));
  await roll();
  expect(await usesOf()).toBe(50);
  const { arms } = await totals();
  expect(arms.reduce((all, each) => all + each.interactions, 0)).toBe(50);
});

it("a user whose uses are counted while another process counts users is counted once, in the next round", async () => {
  const userId = user(1);
  await send(interaction(userId, { latencyMs: 800 }), interaction(userId, { latencyMs: 900 }));
  await prisma().$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('understudy rollup'))`;
    while ((await usesOf()) < 2) expect(await rollUp()).toBe("skipped");
  });
  expect(await unit(userId)).toBeNull();
  await roll();
  expect(await unit(userId)).toMatchObject({ interactions: 2, latencyCount: 2 });
  expect((await arm("control")).latencyMs?.count).toBe(2);
  await roll();
  expect(await usesOf()).toBe(2);
});

it("times of the old histogram format are included", async () => {
  const userId = user(1);
  await send(interaction(userId, { latencyMs: 800 }));
  await roll();
  await prisma().$executeRaw`
    insert into experiment_times (workspace_id, experiment_id, phase, variant, is_ttft, user_group, bucket, count)
    select workspace_id, experiment_id, phase, variant, is_ttft, user_group, buckets[1], 4 from experiment_histograms
    where experiment_id = ${experimentId}::uuid`;
  await send(interaction(userId, { latencyMs: 800 }), interaction(userId, { latencyMs: 900 }));
  await roll();
  expect((await arm("control")).latencyMs?.count).toBe(7);
});
