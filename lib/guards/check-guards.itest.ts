import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { createGuardStage, type GuardStage } from "@/lib/testing/guard";
import { checkGuards } from "./commands/check-guards";
import { replaceGuard } from "./commands/save-guard";
import { freshMemory } from "./memory";
import { getGuard } from "./queries/guards";

const look = ({ workspaceId }: GuardStage) => checkGuards(Date.now() + 20_000, workspaceId);

/** v1 is good and has scores, v2 is bad. Runs two checks, each on new scores. */
async function flop(stage: GuardStage): Promise<void> {
  await stage.scored({ version: 1, n: 400, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent: 60 });
  await look(stage);
  await stage.scored({ version: 2, n: 30, percent: 60 });
}

it("rolls back once to the last good version after two critical checks on different scores, with evidence", async () => {
  const stage = await createGuardStage();
  await flop(stage);
  expect(await stage.live()).toBe(2);
  expect(await getGuard(stage.owner, stage)).toMatchObject({ status: "worse", baselineVersion: 1 });
  const done = await Promise.all(Array.from({ length: 5 }, () => look(stage)));
  expect(done.map(({ rolledBack }) => rolledBack).toSorted()).toEqual([0, 0, 0, 0, 1]);
  expect(done.map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 0]);
  expect(await stage.live()).toBe(1);
  const [, , release] = await stage.releases();
  expect(release).toMatchObject({ kind: "auto_rollback", fromVersion: 2, toVersion: 1, actorName: "Guard" });
  expect(release?.reason).toMatch(/^Tasks finished fell from 90\.0.% to 60\.0.% \(of 280\)\.$/);
  expect(release?.evidence).toMatchObject({
    guard: { id: stage.guardId, baselineVersion: 1, findings: [{ metric: "completion", reading: "critical" }] },
  });
  const alerts = await stage.alerts();
  expect(alerts.map(({ kind, severity }) => [kind, severity])).toEqual([
    ["guard.worse", "warning"],
    ["guard.rolled_back", "critical"],
  ]);
  expect(alerts[0]?.body).toContain("If the next scores confirm it, or none come for a minute, the guard rolls back.");
  expect(alerts[1]).toMatchObject({
    path: expect.stringMatching(/^incidents\/support\/reply\?environment=production&revision=\d+$/),
    title: "support/reply was rolled back to v1 in production",
  });
  expect(await getGuard(stage.owner, stage)).toMatchObject({
    status: "rolled_back",
    current: { version: 1, revision: 3 },
  });
});

it("raises an alert for a total failure within 25 answers, and rolls back with the next ones", async () => {
  const stage = await createGuardStage();
  await stage.scored({ version: 1, n: 560, percent: 90 });
  await stage.scored({ version: 2, n: 25, percent: 0 });
  await look(stage);
  const [alert] = await stage.alerts();
  expect(alert).toMatchObject({ kind: "guard.worse", title: "support/reply v2 is worse than v1 in production" });
  await stage.scored({ version: 2, n: 3, percent: 0 });
  expect((await look(stage)).rolledBack).toBe(1);
  expect(await stage.live()).toBe(1);
});

it("rolls back after one critical check if no score follows for a minute", async () => {
  const stage = await createGuardStage();
  const { workspaceId, guardId } = stage;
  await stage.scored({ version: 1, n: 560, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent: 60 });
  await look(stage);
  expect((await look(stage)).checked).toBe(0);
  // One minute later.
  await prisma().$executeRaw`
    update online_scores set scored_at = scored_at - interval '61 s' where workspace_id = ${workspaceId}::uuid`;
  await prisma().$executeRaw`
    update guard_states set state = jsonb_set(state, '{seen,completion}',
      to_jsonb((state #>> '{seen,completion}')::timestamptz - interval '61 s'))
    where workspace_id = ${workspaceId}::uuid and guard_id = ${guardId}::uuid`;
  const done = await Promise.all(Array.from({ length: 3 }, () => look(stage)));
  expect(done.map(({ rolledBack }) => rolledBack).toSorted()).toEqual([0, 0, 1]);
  expect(await stage.live()).toBe(1);
});

it("does not roll back because of one user, however often they fail", async () => {
  const stage = await createGuardStage();
  await stage.scored({ version: 1, n: 700, percent: 90 });
  await stage.scored({ version: 2, n: 300, percent: 90, at: new Date(Date.now() - 10_000) });
  for (let round = 0; round < 4; round++) {
    await stage.scored({ version: 2, n: 100, percent: 0, user: "u_heavy" });
    expect((await look(stage)).rolledBack).toBe(0);
  }
  expect(await stage.live()).toBe(2);
  const guard = await getGuard(stage.owner, stage);
  const [finding] = guard?.findings ?? [];
  // 700 answers. The 400 of the heavy user count as 10.
  expect(finding?.current).toMatchObject({ n: 700, users: 301 });
  expect(finding?.current.value).toBeCloseTo(270 / 310, 6);
});

it("does not count young answers as bad if thumbs up arrive later than thumbs down", async () => {
  const thumbs = { metrics: [{ name: "thumbs", worse: "lower", outcomeMinutes: 30 }] } as const;
  const stage = await createGuardStage({ metrics: [...thumbs.metrics] });
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await stage.scored({ metric: "thumbs", version: 1, n: 400, percent: 90, at: ago(120) });
  // In the last minutes, only unhappy people have given feedback.
  await stage.scored({ metric: "thumbs", version: 2, n: 60, percent: 0, at: ago(1) });
  await look(stage);
  expect((await getGuard(stage.owner, stage))?.findings).toMatchObject([
    { reading: "waiting", current: { n: 0, young: 60 } },
  ]);
  await stage.scored({ metric: "thumbs", version: 2, n: 300, percent: 90, at: ago(40) });
  await look(stage);
  expect((await getGuard(stage.owner, stage))?.findings).toMatchObject([
    { reading: "same", current: { n: 300, young: 60 } },
  ]);
  expect(await stage.alerts()).toEqual([]);
});

it("does nothing and writes nothing without new scores", async () => {
  const stage = await createGuardStage();
  await stage.scored({ version: 1, n: 400, percent: 90 });
  await stage.scored({ version: 2, n: 250, percent: 90 });
  await look(stage);
  const read = () => prisma().guardState.findFirstOrThrow({ where: { guardId: stage.guardId } });
  const before = await read();
  for (let n = 0; n < 5; n++) await look(stage);
  await stage.scored({ version: 2, n: 5, percent: 0 });
  await look(stage);
  expect(await read()).toEqual(before);
  // Old scores do not become new because an application's clock is ahead.
  await stage.scored({ version: 2, n: 25, percent: 95, at: new Date(Date.now() + 600_000) });
  await look(stage);
  const ahead = await read();
  expect(ahead.seq).toBe(before.seq + 1);
  await look(stage);
  expect(await read()).toEqual(ahead);
  expect(await stage.live()).toBe(2);
});

it("judges a version that a person restores by its new scores only", async () => {
  const stage = await createGuardStage({ coolDownMinutes: 1 });
  await flop(stage);
  await look(stage);
  expect(await stage.live()).toBe(1);
  const { guardId, owner, name, environment } = stage;
  const { state } = await prisma().guardState.findFirstOrThrow({ where: { guardId } });
  const isOver = { ...(state as object), coolUntil: new Date(Date.now() - 1_000).toISOString() };
  await prisma().guardState.update({ where: { guardId }, data: { state: isOver } });
  await promoteVersion(owner, { name, environment, version: 2, reason: "What it called is mended." });
  await look(stage);
  const later = (ms: number) => new Date(Date.now() + ms);
  for (const ms of [1_000, 2_000, 3_000]) {
    await stage.scored({ version: 2, n: 100, percent: 90, at: later(ms) });
    await look(stage);
  }
  expect(await stage.live()).toBe(2);
  expect(await getGuard(owner, stage)).toMatchObject({ status: "watching", findings: [{ current: { n: 300 } }] });
  for (const ms of [4_000, 5_000]) {
    await stage.scored({ version: 2, n: 200, percent: 40, at: later(ms) });
    await look(stage);
  }
  expect(await stage.live()).toBe(1);
});

it("raises a new alert for what gets worse after an edit of the guard", async () => {
  const stage = await createGuardStage({ rollsBack: false });
  await flop(stage);
  await look(stage);
  expect((await stage.alerts()).map(({ kind, severity }) => [kind, severity])).toEqual([
    ["guard.worse", "warning"],
    ["guard.worse", "critical"],
  ]);
  const { guardId, owner } = stage;
  const metrics = [{ name: "completion", worse: "lower" as const, margin: 0.05, outcomeMinutes: 0 }];
  await replaceGuard(owner, { id: guardId, metrics, rollsBack: false });
  await look(stage);
  await stage.scored({ version: 2, n: 30, percent: 60 });
  await look(stage);
  expect((await stage.alerts()).map(({ severity }) => severity)).toEqual([
    "warning",
    "critical",
    "warning",
    "critical",
  ]);
});

/** Adds prompts to the workspace, each with a guard, all at once. */
async function addWatched({ workspaceId, environmentId, promptId }: GuardStage, count: number): Promise<void> {
  const {
    id: _,
    number: __,
    ...version
  } = await prisma().version.findFirstOrThrow({ where: { workspaceId, promptId } });
  const made = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    versionId: randomUUID(),
    guardId: randomUUID(),
    n,
  }));
  const at = { workspaceId, environmentId };
  await prisma().prompt.createMany({ data: made.map(({ id, n }) => ({ id, workspaceId, name: `many/p${n}` })) });
  await prisma().version.createMany({
    data: made.map(({ id, versionId }) => ({
      ...version,
      id: versionId,
      promptId: id,
      number: 1,
      content: version.content ?? {},
      expanded: Prisma.DbNull,
    })),
  });
  await prisma().deployment.createMany({
    data: made.map(({ id, versionId }) => ({ ...at, promptId: id, versionId, revision: 1, since: new Date() })),
  });
  const metrics = [{ name: "completion", worse: "lower" }];
  await prisma().guard.createMany({
    data: made.map(({ id, guardId }) => ({ ...at, id: guardId, promptId: id, metrics, updatedByName: "Test" })),
  });
  await prisma().guardState.createMany({
    data: made.map(({ guardId }) => ({ guardId, workspaceId, state: freshMemory(0) })),
  });
}

it("reads fifty guards with the statements of one, and a failure of one does not affect the others", {
  tags: ["slow"],
  timeout: 60_000,
}, async () => {
  const stage = await createGuardStage();
  await addWatched(stage, 49);
  await look(stage);
  const query = pg.Client.prototype.query;
  let statements = 0;
  pg.Client.prototype.query = function (this: pg.Client, ...all: Parameters<typeof query>) {
    statements++;
    return query.apply(this, all);
  } as typeof query;
  expect(await look(stage)).toMatchObject({ guards: 50, checked: 0, failed: 0 });
  pg.Client.prototype.query = query;
  expect(statements).toBeLessThanOrEqual(4);

  const others = await prisma().guard.findMany({
    where: { workspaceId: stage.workspaceId, id: { not: stage.guardId } },
    take: 2,
  });
  const [unreadable, forgetful] = others.map(({ id }) => id);
  await prisma().guard.update({ where: { id: unreadable ?? "" }, data: { metrics: { broken: true } } });
  await prisma().guardState.update({ where: { guardId: forgetful ?? "" }, data: { state: { seen: null } } });
  await flop(stage);
  expect(await look(stage)).toMatchObject({ rolledBack: 1, failed: 1 });
  expect(await stage.live()).toBe(1);
});
