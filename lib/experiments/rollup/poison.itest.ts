import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { Splitter } from "../assignment";
import type { ExperimentPlan } from "../plan";
import { phaseBackoff, workspaceBackoff } from "./backoffs";
import { rollUpUsers, usersLock } from "./commands/roll-up-users";
import { rollUpUses } from "./commands/roll-up-uses";

const prompt = "support/reply";
let broken: TestWorkspace;
let other: TestWorkspace;
let traps: string[] = [];

beforeEach(async () => {
  [broken, other] = [await createTestWorkspace(), await createTestWorkspace()];
  for (const { owner } of [broken, other]) await createLivePrompt(owner, prompt);
});
afterEach(mend);

async function mend() {
  for (const drop of traps) await prisma().$executeRawUnsafe(drop);
  traps = [];
  workspaceBackoff.clear();
  phaseBackoff.clear();
}

/** Makes each write of such a row fail with this SQLSTATE, as a statement that takes too long or a bad row does. */
async function trap(table: string, where: string, state: string) {
  const name = `trap_${broken.workspaceId.replaceAll("-", "")}_${traps.length}`;
  await prisma().$executeRawUnsafe(`create function ${name}() returns trigger language plpgsql as $$ begin
    if new.workspace_id = '${broken.workspaceId}' and ${where} then raise exception 'trapped' using errcode = '${state}'; end if;
    return new; end $$`);
  await prisma().$executeRawUnsafe(
    `create trigger ${name} before insert or update on ${table} for each row execute function ${name}()`,
  );
  traps.push(`drop function ${name} cascade`);
}

const answer = (name: string, extra: object = {}) =>
  interactionEvent(name, { prompt, userId: `user of ${name}`, latencyMs: 100, ...extra });
const send = ({ workspaceId }: TestWorkspace, ...events: object[]) =>
  recordEvents({ kind: "system", workspaceId, name: "test" }, events);

async function used({ workspaceId }: TestWorkspace) {
  const [row] = await prisma().$queryRaw<[{ n: number }]>`
    select coalesce(sum(interactions), 0)::int as n from usage_hours where workspace_id = ${workspaceId}::uuid`;
  return row.n;
}
const aside = () => prisma().$queryRaw<{ queue: string; events: number; tries: number; isDue: boolean }[]>`
  select queue, events, tries, coalesce(retry_at, at + interval '1 minute') <= now() as "isDue" from set_aside_batches
  where workspace_id = ${broken.workspaceId}::uuid order by id`;
/** Tries the batches again that were set aside. A rollup tries one that is due, maybe one of another test file. */
async function tryAgain() {
  await prisma().$executeRaw`
    update set_aside_batches set retry_at = now() where workspace_id = ${broken.workspaceId}::uuid`;
  do await rollUpAll();
  while ((await aside()).some(({ isDue }) => isDue));
}

/** Starts an experiment, and finds users who get version 1. */
async function startWithUsers({ owner, workspaceId }: TestWorkspace) {
  const { id: experimentId } = await startTestExperiment(owner, prompt);
  const { seed, plan } = await prisma().experimentPhase.findFirstOrThrow({ where: { workspaceId, experimentId } });
  const { variants } = plan as ExperimentPlan;
  const splitter = new Splitter({ seed, trafficShare: 1, group: null, variants });
  const all = Array.from({ length: 80 }, (_, n) => `u_${n}`);
  return { experimentId, users: all.filter((user) => variants[splitter.variantOf(user)]?.version === 1) };
}
async function counted({ workspaceId }: TestWorkspace, experimentId: string) {
  const units = await prisma().experimentUnit.findMany({ where: { workspaceId, experimentId } });
  return Object.fromEntries(units.map(({ unitId, isCounted, interactions }) => [unitId, isCounted && interactions]));
}
/** How many times of answers are in the histogram of the experiment. */
async function timed(experimentId: string) {
  const [row] = await prisma().$queryRaw<[{ n: number }]>`
    select coalesce(sum(n), 0)::int as n from experiment_histograms cross join lateral unnest(counts) n
    where experiment_id = ${experimentId}::uuid`;
  return row.n;
}

/** Takes the lock for a fifth of the time, as another process does that counts. */
function countElsewhere(): () => Promise<void> {
  let isOver = false;
  const work = (async () => {
    for (; !isOver; await sleep(20))
      await prisma().$queryRaw`
        select case when pg_try_advisory_xact_lock(hashtext(${usersLock})) then pg_sleep(0.005) end is null`;
  })();
  return async () => {
    isOver = true;
    await work;
  };
}

it.each(["57014", "23514", "P0001", "XX000"])(
  "a batch whose uses always end in %s is set aside, tried again later, and counted once",
  async (state) => {
    await trap("usage_hours", "true", state);
    await send(other, answer("before"));
    await send(broken, answer("one"), answer("two"));
    await send(other, answer("behind"));
    await rollUpAll();
    expect(await used(other)).toBe(2);
    expect(await aside()).toEqual([{ queue: "uses", events: 2, tries: 1, isDue: false }]);

    await tryAgain();
    const [again] = await aside();
    expect(again).toMatchObject({ queue: "uses", events: 2, isDue: false });
    expect(again?.tries).toBeGreaterThan(1); // the rollup of another test file may have tried too

    await mend();
    await send(broken, answer("another report", { interactionId: "two" }), answer("three"));
    await rollUpAll();
    expect(await used(broken)).toBe(2);
    await tryAgain();
    expect(await aside()).toEqual([]);
    expect(await used(broken)).toBe(3);
  },
);

it.each(["57014", "23514"])("a user whose count always ends in %s does not stop the others", async (state) => {
  const { experimentId, users } = await startWithUsers(broken);
  const [ana = "", bo = "", cy = ""] = users;
  await trap("experiment_units", `new.unit_id = '${bo}' and new.is_counted`, state);
  const of = (userId: string, name: string) => answer(name, { userId });
  await send(broken, of(ana, "a1"), of(bo, "b1"), of(bo, "b2"), of(cy, "c1"));
  await rollUpAll();
  expect(await counted(broken, experimentId)).toEqual({ [ana]: 1, [bo]: false, [cy]: 1 });
  expect(await aside()).toEqual([]);

  await mend();
  await send(broken, of(bo, "b3"));
  await prisma().$executeRaw`
    update experiment_units set rest_until = now(), due_at = now() where unit_id = ${bo} and experiment_id = ${experimentId}::uuid`;
  await rollUpAll();
  expect(await counted(broken, experimentId)).toEqual({ [ana]: 1, [bo]: 3, [cy]: 1 });
  expect(await timed(experimentId)).toBe(5);
});

it("a batch of which no user can be found is set aside, tried again later, and counted once", async () => {
  const { experimentId, users } = await startWithUsers(broken);
  const [ana = "", bo = ""] = users;
  await trap("experiment_units", `new.unit_id = '${bo}' and not new.is_counted`, "57014");
  await send(broken, answer("a1", { userId: ana }));
  await send(broken, answer("b1", { userId: bo }));
  await send(broken, answer("a2", { userId: ana }));
  await rollUpAll();
  expect(await counted(broken, experimentId)).toEqual({ [ana]: 2 });
  expect(await aside()).toMatchObject([{ queue: "users", events: 1 }]);
  await mend();
  await tryAgain();
  expect(await counted(broken, experimentId)).toEqual({ [ana]: 2, [bo]: 1 });
  expect(await timed(experimentId)).toBe(3);
});

it("a workspace whose experiments cannot be counted at all waits, and the others go on", async () => {
  const ours = await startWithUsers(broken);
  const theirs = await startWithUsers(other);
  await send(broken, answer("a1", { userId: ours.users[0] }));
  await rollUpAll();
  // Restored without sums: they are summed anew, and cannot be.
  await prisma().$executeRaw`delete from experiment_sums where workspace_id = ${broken.workspaceId}::uuid`;
  await prisma().$executeRaw`delete from experiment_days where workspace_id = ${broken.workspaceId}::uuid`;
  await trap("experiment_sums", "true", "57014");
  await send(broken, answer("a2", { userId: ours.users[0] }));
  await prisma().$executeRaw`
    update experiment_units set due_at = now() where experiment_id = ${ours.experimentId}::uuid`;
  await send(other, answer("t1", { userId: theirs.users[0] }));
  // While events arrive, no round is the last one.
  const round = () => rollUpUsers({ endAt: performance.now() + 20_000, isLast: false });
  for (const count of [rollUpUses, round]) while ((await count()) === "skipped") await sleep(20);
  expect(await aside()).toEqual([]);
  workspaceBackoff.clear();
  const stop = countElsewhere();
  await rollUpAll();
  await stop();
  expect(Object.values(await counted(other, theirs.experimentId))).toEqual([1]);
  expect(await aside()).toEqual([]);
  await mend();
  await rollUpAll();
  expect(Object.values(await counted(broken, ours.experimentId))).toEqual([2]);
  expect(await timed(ours.experimentId)).toBe(2);
});

it("an experiment whose snapshot cannot be written stays due, and the others go on", async () => {
  const ours = await startWithUsers(broken);
  const theirs = await startWithUsers(other);
  await trap("experiment_snapshots", "true", "57014");
  await send(broken, answer("a1", { userId: ours.users[0] }));
  await send(other, answer("t1", { userId: theirs.users[0] }));
  await rollUpAll();
  const snapshots = (experimentId: string) => prisma().experimentSnapshot.count({ where: { experimentId } });
  expect(await snapshots(theirs.experimentId)).toBeGreaterThan(0);
  expect(await snapshots(ours.experimentId)).toBe(0);
  await mend();
  await rollUpAll();
  expect(await snapshots(ours.experimentId)).toBe(1);
});

it("an experiment whose weights cannot be read does not stop the others", async () => {
  const ours = await startWithUsers(broken);
  const theirs = await startWithUsers(other);
  await prisma().$transaction([
    prisma().$executeRaw`set local session_replication_role = replica`,
    prisma()
      .$executeRaw`update experiment_weights set weights = 'null' where experiment_id = ${ours.experimentId}::uuid`,
  ]);
  await send(broken, answer("a1", { userId: ours.users[0] }));
  await send(other, answer("t1", { userId: theirs.users[0] }));
  await rollUpAll();
  expect(Object.values(await counted(other, theirs.experimentId))).toEqual([1]);
  expect(await aside()).toEqual([]);
});
