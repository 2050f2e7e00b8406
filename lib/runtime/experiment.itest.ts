import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import type { KeyActor } from "@/lib/auth/actor";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { closeDatabase, prisma } from "@/lib/core/db";
import { newPhase, stopExperiment } from "@/lib/experiments/commands/run-experiment";
import { sampleRatioMismatch } from "@/lib/experiments/statistics";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { mountAheadOfNext } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { resolveAs, userIds } from "@/lib/testing/resolve";
import { resolveFromMemory } from "@/lib/testing/warm";
import { createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { clearMemory } from "./entry";
import { flushExposures, forgetExposures, noteExposure } from "./exposures";
import { runtimeMetrics } from "./metrics";
import { startRuntime, stopRuntime } from "./start";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
let workspace: TestWorkspace;
let actor: KeyActor;
let made = 0;
const livePrompt = (versions = 2) => createLivePrompt(workspace.owner, `runtime/e${made++}`, versions);
const unitsOf = (experimentId: string) =>
  prisma().experimentUnit.findMany({ where: { experimentId }, orderBy: [{ unitId: "asc" }, { phase: "asc" }] });

const resolve = (name: string, userId?: string, version?: number) => resolveAs(actor, name, userId, version);

beforeAll(async () => {
  workspace = await createTestWorkspace();
  actor = keyActorFor(workspace, [workspace.environments.production], { scope: "runtime" });
});
afterAll(closeDatabase);

describe("an answer during an experiment", () => {
  test("is the user's variant, with its reason; the same from the database, memory and the fast route", async () => {
    const name = await livePrompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    const seen = new Set<string>();
    for (const user of userIds(20)) {
      const answer = await resolve(name, user);
      const { variant } = answer.assignment;
      expect(answer.assignment).toEqual({ reason: "experiment", experimentId: id, variant });
      expect(answer.version).toBe(variant === "control" ? 1 : 2);
      expect(answer.messages).toEqual([{ role: "system", content: `text ${answer.version}` }]);
      const fast = resolveFromMemory(actor, { environment: "production", name, userId: user });
      expect(fast?.etag).toBe(answer.etag);
      clearMemory();
      expect((await resolve(name, user)).assignment.variant).toBe(variant);
      seen.add(`${variant} ${answer.etag}`);
    }
    expect(seen.size).toBe(2); // each variant has one body with one ETag
  });

  test("is the released version without a user and outside the traffic share, and the pinned one if pinned", async () => {
    const name = await livePrompt();
    await startTestExperiment(workspace.owner, name, { trafficShare: 0.3 });
    const released = { reason: "release", experimentId: null, variant: null };
    expect(await resolve(name)).toMatchObject({ version: 1, assignment: released });
    const answers = await Promise.all(userIds(1_000).map((user) => resolve(name, user)));
    const outside = answers.filter(({ assignment }) => assignment.reason === "release");
    expect(outside.every(({ version }) => version === 1)).toBe(true);
    expect(sampleRatioMismatch([outside.length, 1_000 - outside.length], [0.7, 0.3]).mismatch).toBe(false);
    const pinned = { reason: "pinned", experimentId: null, variant: null };
    expect(await resolve(name, "u_1", 2)).toMatchObject({ version: 2, assignment: pinned });
  });

  test("splits 6,000 users over HTTP as planned, and stores two batches", {
    tags: ["slow"],
    timeout: 120_000,
  }, async () => {
    const name = await livePrompt();
    const variants = [1, 2].map((version, n) => ({ key: `v${version}`, version, weight: n === 0 ? 0.9 : 0.1 }));
    const { id } = await startTestExperiment(workspace.owner, name, { variants });
    const { send, stop } = await mountAheadOfNext();
    const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}` };
    const counts: Record<string, number> = {};
    const waiting = userIds(6_000);
    const one = async () => {
      for (let user = waiting.pop(); user; user = waiting.pop()) {
        const response = await send(`/api/v1/prompts/resolve?name=${encodeURIComponent(name)}&userId=${user}`, {
          headers,
        });
        const { variant } = (await response.json()).assignment;
        counts[variant] = (counts[variant] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 20 }, one));
    await stop();
    expect(sampleRatioMismatch([counts.v1 ?? 0, counts.v2 ?? 0], [0.9, 0.1])).toMatchObject({ mismatch: false });
    expect(Object.keys(counts).sort()).toEqual(["v1", "v2"]);
    await flushExposures();
    const where = { experimentId: id };
    expect(await prisma().experimentUnit.count({ where })).toBe(6_000);
    expect(await prisma().experimentUnit.count({ where: { ...where, variant: "v2" } })).toBe(counts.v2);
  });

  test("changes with a new phase, a stop and a rollback as fast as with a release", async () => {
    const name = await livePrompt(3);
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    const variants = [2, 3].map((version) => ({ key: `v${version}`, version, weight: 0.5 }));
    const { id } = await startTestExperiment(workspace.owner, name, { variants });
    const splitOf = () => Promise.all(userIds(40).map(async (user) => (await resolve(name, user)).assignment.variant));
    const first = await splitOf();
    await newPhase(workspace.owner, { id, reason: "another seed" });
    const second = await splitOf();
    expect(second).not.toEqual(first);
    expect(new Set(second)).toEqual(new Set(["v2", "v3"]));
    await rollBackPrompt(workspace.owner, { name, environment: "production" });
    expect(new Set(await splitOf())).toEqual(new Set([null]));
    expect(await resolve(name, "u_1")).toMatchObject({ version: 1 });
  });
});

describe("exposures", () => {
  test("are stored once per user and phase, with share and batch, for any number of calls", async () => {
    const name = await livePrompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    for (let round = 0; round < 3; round++) {
      await Promise.all(userIds(50).map((user) => resolve(name, user)));
      await flushExposures();
      forgetExposures(); // simulates another instance, or a restart
    }
    const units = await unitsOf(id);
    expect(units).toHaveLength(50);
    expect(units[0]).toMatchObject({ phase: 1, batch: 1, propensity: 0.5, interactions: 0 });
    const [{ lag }] = await prisma().$queryRaw<[{ lag: number }]>`
      select max(abs(extract(epoch from now() - exposed_at)))::float8 as lag from experiment_units where experiment_id = ${id}::uuid`;
    expect(lag).toBeLessThan(30);
    await newPhase(workspace.owner, { id, reason: "again" });
    await resolve(name, "u_0");
    await flushExposures();
    expect((await unitsOf(id)).filter(({ unitId }) => unitId === "u_0").map(({ phase }) => phase)).toEqual([1, 2]);
  });

  test("are not stored without a user, for a pinned version, or after the stop", async () => {
    const name = await livePrompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    await resolve(name);
    await resolve(name, "u_1", 1);
    await stopExperiment(workspace.owner, { id });
    await resolve(name, "u_2");
    await flushExposures();
    expect(await unitsOf(id)).toEqual([]);
  });

  test("do not delay others if the database rejects one", async () => {
    const name = await livePrompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    const exposure = { experimentId: id, phase: 1, variant: "control", propensity: 0.5, batch: 1 };
    for (const user of ["u_1", "u_\0", "u_2", "u_3"])
      noteExposure({ workspaceId: workspace.workspaceId, ...exposure }, user);
    const lost = runtimeMetrics().exposuresLost;
    expect(await flushExposures()).toBe(true);
    expect((await unitsOf(id)).map(({ unitId }) => unitId).sort()).toEqual(["u_1", "u_2", "u_3"]);
    expect(runtimeMetrics().exposuresLost).toBe(lost + 1);
  });

  test("are stored automatically soon after", async () => {
    const name = await livePrompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    await resolve(name, "u_1");
    await vi.waitFor(async () => expect(await unitsOf(id)).toHaveLength(1), { timeout: 10_000 });
  });
});

describe("while the database is unavailable", () => {
  let database: TcpProxy;
  beforeAll(async () => {
    database = await startTcpProxy({ target: databaseUrl });
  });
  afterAll(() => database.stop());
  afterEach(async () => {
    await database.restore();
    await stopRuntime();
    await closeDatabase();
    freshProcess({ DATABASE_URL: databaseUrl });
  });

  test("the split continues, marked as stale, and exposures wait", async () => {
    const lost = runtimeMetrics().exposuresLost;
    const name = await livePrompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    await closeDatabase();
    freshProcess({ DATABASE_URL: database.url });
    startRuntime();
    const before = await Promise.all(userIds(20).map(async (user) => (await resolve(name, user)).assignment));
    await database.stop();
    await vi.waitFor(() => expect(isDatabaseUp()).toBe(false), { timeout: 10_000 });
    const during = await Promise.all(userIds(40).map((user) => resolve(name, user)));
    expect(during.every(({ stale }) => stale)).toBe(true);
    expect(during.slice(0, 20).map(({ assignment }) => assignment)).toEqual(before);
    expect(await flushExposures()).toBe(false);
    await database.restore();
    await vi.waitFor(() => expect(isDatabaseUp()).toBe(true), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await flushExposures()).toBe(true), { timeout: 10_000 });
    expect(await unitsOf(id)).toHaveLength(40);
    expect(runtimeMetrics().exposuresLost).toBe(lost);
  });
});

test.skipIf(!process.env.TEST_REDIS_URL)("Redis carries the experiment with the prompt", async () => {
  await closeDatabase();
  freshProcess({ DATABASE_URL: databaseUrl, REDIS_URL: process.env.TEST_REDIS_URL ?? "" });
  startRuntime();
  const name = await livePrompt();
  await startTestExperiment(workspace.owner, name);
  const split = () => Promise.all(userIds(10).map((user) => resolve(name, user)));
  const first = await split();
  await vi.waitFor(async () => {
    clearMemory();
    expect((await resolve(name, "u_0")).source).toBe("redis");
  });
  expect((await split()).map(({ assignment }) => assignment)).toEqual(first.map(({ assignment }) => assignment));
  await stopRuntime();
});
