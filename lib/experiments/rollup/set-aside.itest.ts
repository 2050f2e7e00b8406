import { beforeEach, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { Splitter } from "../assignment";
import type { ExperimentPlan } from "../plan";

const prompt = "support/reply";
let workspace: TestWorkspace;
let id: string;

beforeEach(async () => {
  workspace = await createTestWorkspace();
  id = workspace.workspaceId;
  await createLivePrompt(workspace.owner, prompt);
});

const answerOf = (name: string, extra: object = {}) =>
  interactionEvent(name, { prompt, userId: `user of ${name}`, costUsd: 0.5, ...extra });
const send = (...events: object[]) => recordEvents({ kind: "system", workspaceId: id, name: "test" }, events);

/** A batch of answers that only ClickHouse gets, as it waits in the log. */
async function logBatch(answers: string): Promise<bigint> {
  const [row] = await prisma().$queryRaw<[{ id: bigint }]>`
    with batch as (
      insert into event_batches (workspace_id, events, from_at, to_at)
      values (${id}::uuid, 2, now(), now()) returning id, workspace_id)
    insert into direct_batches (id, workspace_id, from_at, bytes, answers)
    select id, workspace_id, now(), length(${answers}), ${answers} from batch returning id`;
  return row.id;
}

/** Two such costs have no sum: PostgreSQL refuses to count them. */
const damage = (name: string) =>
  prisma().$executeRaw`update interactions set cost_usd = 1.7e308 where workspace_id = ${id}::uuid and id = ${name}`;

const waiting = async (table: string) =>
  (await prisma().$queryRawUnsafe<unknown[]>(`select 1 from ${table} where workspace_id = $1::uuid`, id)).length;
const aside = () => prisma().$queryRaw<{ queue: string; id: bigint; events: number }[]>`
  select queue, id, events from set_aside_batches where workspace_id = ${id}::uuid order by id`;
const used = async () => {
  const [row] = await prisma().$queryRaw<[{ n: number }]>`
    select coalesce(sum(interactions), 0)::int as n from usage_hours where workspace_id = ${id}::uuid`;
  return row.n;
};

/** Starts an experiment, and finds users who get version 1. */
async function startWithUsers() {
  const { id: experimentId } = await startTestExperiment(workspace.owner, prompt);
  const where = { workspaceId: id, experimentId };
  const { seed, plan } = await prisma().experimentPhase.findFirstOrThrow({ where });
  const { variants } = plan as ExperimentPlan;
  const splitter = new Splitter({ seed, trafficShare: 1, group: null, variants });
  const all = Array.from({ length: 50 }, (_, n) => `u_${n}`);
  return { experimentId, users: all.filter((user) => variants[splitter.variantOf(user)]?.version === 1) };
}

it("batches of the log that cannot be read are set aside, and those before and behind them are counted", async () => {
  await send(answerOf("before"));
  const corrupt = [await logBatch('[{"key": "no uu'), await logBatch('[{"version": "one"}]')];
  await send(answerOf("behind"));
  await rollUpAll();
  expect(await aside()).toEqual(corrupt.map((batch) => ({ queue: "uses", id: batch, events: 2 })));
  expect(await used()).toBe(2);
  expect(await waiting("event_batches")).toBe(0);
  expect(await waiting("direct_batches")).toBe(2); // kept
});

it("stored answers that cannot be summed are set aside with their batch", async () => {
  await send(answerOf("good"));
  await send(answerOf("bad 1"), answerOf("bad 2"));
  await damage("bad 1");
  await damage("bad 2");
  await send(answerOf("better"));
  await rollUpAll();
  expect((await aside()).map(({ queue, events }) => [queue, events])).toEqual([["uses", 2]]);
  expect(await used()).toBe(2);
});

it("a user who cannot be counted does not stop the other users of experiments", async () => {
  const { experimentId, users } = await startWithUsers();
  const [ana = "", bo = "", cy = ""] = users;
  const of = (userId: string, name: string) => answerOf(name, { userId });
  await send(of(ana, "a1"), of(bo, "b1"), of(bo, "b2"), of(cy, "c1"));
  await damage("b1");
  await damage("b2");
  await rollUpAll();
  const counted = async () => {
    const units = await prisma().experimentUnit.findMany({ where: { workspaceId: id, experimentId } });
    return Object.fromEntries(units.map(({ unitId, isCounted, interactions }) => [unitId, isCounted && interactions]));
  };
  expect(await counted()).toEqual({ [ana]: 1, [bo]: false, [cy]: 1 });
  await send(of(ana, "a2"), of(bo, "b3"));
  await rollUpAll();
  expect(await counted()).toEqual({ [ana]: 2, [bo]: false, [cy]: 1 });
  expect(await waiting("experiment_batches")).toBe(0);
});

it("an experiment whose plan cannot be read does not stop the others", async () => {
  await createLivePrompt(workspace.owner, "other");
  const { id: broken } = await startTestExperiment(workspace.owner, "other");
  await prisma().$transaction([
    prisma().$executeRaw`set local session_replication_role = replica`, // a trigger keeps phases as they began
    prisma().$executeRaw`update experiment_phases set plan = '{}' where experiment_id = ${broken}::uuid`,
  ]);
  const { experimentId, users } = await startWithUsers();
  await send(answerOf("a1", { userId: users[0] }));
  await rollUpAll();
  const where = { workspaceId: id, experimentId, isCounted: true };
  expect(await prisma().experimentUnit.count({ where })).toBe(1);
});
