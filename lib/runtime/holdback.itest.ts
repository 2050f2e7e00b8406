/** @module-tag slow */

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { type Instance, startInstance } from "@/e2e/support/instance";
import { startTcpProxy } from "@/e2e/support/tcp-proxy";
import type { KeyActor } from "@/lib/auth/actor";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { closeDatabase } from "@/lib/core/db";
import { stopExperiment } from "@/lib/experiments/commands/run-experiment";
import { findUserAssignment } from "@/lib/experiments/queries/user-assignment";
import { sampleRatioMismatch } from "@/lib/experiments/statistics";
import { endHoldback, promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { lookUp } from "@/lib/registry/queries/releases";
import { mountAheadOfNext } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createWithHoldback, endHoldbackIn } from "@/lib/testing/holdback";
import { resolveAs, userIds } from "@/lib/testing/resolve";
import { resolveFromMemory } from "@/lib/testing/warm";
import { createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { clearMemory } from "./entry";
import { startRuntime, stopRuntime } from "./start";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
const environment = "production";
let workspace: TestWorkspace;
let actor: KeyActor;
let made = 0;
const withHoldback = (settings = {}) => createWithHoldback(workspace, `kept/p${made++}`, settings);
const kept = { reason: "release", experimentId: null, variant: "control" };
const released = { reason: "release", experimentId: null, variant: null };

const resolve = (name: string, userId?: string, version?: number) => resolveAs(actor, name, userId, version);
const versionsOf = (name: string, count = 60) =>
  Promise.all(userIds(count).map(async (user) => (await resolve(name, user)).version as number));

beforeAll(async () => {
  workspace = await createTestWorkspace();
  actor = keyActorFor(workspace, [workspace.environments.production], { scope: "runtime" });
});
afterAll(closeDatabase);

describe("an answer during a holdback", () => {
  test("is the previous version, with its reason; the same from the database, memory and the fast route", async () => {
    const name = await withHoldback({ share: 0.5 });
    const seen = new Set<string>();
    for (const user of userIds(20)) {
      const answer = await resolve(name, user);
      expect(answer.assignment).toEqual(answer.version === 1 ? kept : released);
      expect(answer.messages).toEqual([{ role: "system", content: `text ${answer.version}` }]);
      expect(resolveFromMemory(actor, { environment, name, userId: user })?.etag).toBe(answer.etag);
      clearMemory();
      expect((await resolve(name, user)).version).toBe(answer.version);
      seen.add(`${answer.version} ${answer.etag}`);
    }
    expect(seen.size).toBe(2); // each version has one body with one ETag
  });

  test("is the released version without a user, and the requested one with a version", async () => {
    const name = await withHoldback({ share: 0.5 });
    expect(await resolve(name)).toMatchObject({ version: 2, assignment: released });
    const pinned = await Promise.all(userIds(10).map((user) => resolve(name, user, 3)));
    expect(new Set(pinned.map(({ version }) => version))).toEqual(new Set([3]));
  });

  test("goes to the configured share of 3,000 users over HTTP, and to the same users again", async () => {
    const name = await withHoldback();
    const { send, stop } = await mountAheadOfNext();
    const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}` };
    const ask = async (user: string) => {
      const response = await send(`/api/v1/prompts/resolve?name=${encodeURIComponent(name)}&userId=${user}`, {
        headers,
      });
      return (await response.json()).version as number;
    };
    const round = async (count: number) => {
      const versions = new Map<string, number>();
      const waiting = userIds(count);
      const one = async () => {
        for (let user = waiting.pop(); user; user = waiting.pop()) versions.set(user, await ask(user));
      };
      await Promise.all(Array.from({ length: 20 }, one));
      return versions;
    };
    const first = await round(3_000);
    const again = await round(500);
    await stop();
    const onHoldback = [...first.values()].filter((version) => version === 1).length;
    expect(sampleRatioMismatch([onHoldback, 3_000 - onHoldback], [0.1, 0.9])).toMatchObject({ mismatch: false });
    for (const [user, version] of again) expect(version).toBe(first.get(user));
  }, 120_000);
});

describe("the end of a holdback", () => {
  test("comes by time, without a hint or a read, in the fast route, too", async () => {
    const name = await withHoldback({ share: 0.5 });
    await endHoldbackIn(workspace, name, 1_500);
    clearMemory();
    expect(new Set(await versionsOf(name))).toEqual(new Set([1, 2]));
    const fast = () => userIds(60).map((user) => resolveFromMemory(actor, { environment, name, userId: user })?.etag);
    expect(new Set(fast()).size).toBe(2);
    await vi.waitFor(() => expect(new Set(fast()).size).toBe(1), { timeout: 10_000, interval: 50 });
    const answers = await Promise.all(userIds(60).map((user) => resolve(name, user)));
    expect(answers.every(({ version, source }) => version === 2 && source === "memory")).toBe(true);
  });

  test("comes immediately with every release, with an experiment, and by hand", async () => {
    const acts: [(name: string) => Promise<unknown>, number][] = [
      [(name) => rollBackPrompt(workspace.owner, { name, environment }), 1],
      [(name) => promoteVersion(workspace.owner, { name, version: 1, environment }), 1],
      [(name) => endHoldback(workspace.owner, { name, environment }), 2],
      [
        async (name) => {
          const { id } = await startTestExperiment(workspace.owner, name);
          await stopExperiment(workspace.owner, { id });
        },
        2,
      ],
    ];
    for (const [act, left] of acts) {
      const name = await withHoldback({ share: 0.5 });
      expect(new Set(await versionsOf(name))).toEqual(new Set([1, 2]));
      await act(name);
      expect(new Set(await versionsOf(name))).toEqual(new Set([left]));
    }
  });

  test("an experiment splits all of its users, also those of an earlier holdback", async () => {
    const name = await withHoldback({ share: 0.5 });
    const { id } = await startTestExperiment(workspace.owner, name);
    const answers = await Promise.all(userIds(40).map((user) => resolve(name, user)));
    expect(answers.every(({ assignment }) => assignment.experimentId === id)).toBe(true);
  });
});

describe("the time machine", () => {
  test("reports for every user what was served, through all changes", async () => {
    const name = await createLivePrompt(workspace.owner, "kept/then", 4);
    await createWithHoldback(workspace, "kept/then2", {});
    const { addHoldbackGuard } = await import("@/lib/testing/holdback");
    await addHoldbackGuard(workspace, name, { share: 0.4 });
    const pause = () => new Promise((done) => setTimeout(done, 15));
    const seen: { at: string; user: string; version: number }[] = [];
    const look = async () => {
      await pause();
      for (const user of userIds(25))
        seen.push({ at: new Date().toISOString(), user, version: (await resolve(name, user)).version });
      await pause();
    };
    const promote = (version: number) => promoteVersion(workspace.owner, { name, version, environment });
    const acts: (() => Promise<unknown>)[] = [
      () => promote(2),
      () => promote(3),
      () => endHoldback(workspace.owner, { name, environment }),
      () => promote(4),
      () => rollBackPrompt(workspace.owner, { name, environment }),
      () => promote(1),
      () => promote(3),
    ];
    await look();
    for (const act of acts) {
      await act();
      await look();
    }
    expect(new Set(seen.map(({ version }) => version))).toEqual(new Set([1, 2, 3, 4]));
    for (const { at, user, version } of seen) {
      const question = { prompt: name, environment, at };
      const [found, assignment] = await Promise.all([
        lookUp(workspace.owner, question),
        findUserAssignment(workspace.owner, { ...question, userId: user }),
      ]);
      expect({ at, user, version: assignment?.version ?? found.version }).toEqual({ at, user, version });
      if (assignment) expect(assignment).toMatchObject({ reason: "release", variant: "control", propensity: 0.4 });
    }
  }, 60_000);

  test("reports nothing to other workspaces", async () => {
    const name = await withHoldback({ share: 0.5 });
    const { owner } = await createTestWorkspace();
    for (const userId of userIds(10)) {
      const question = { prompt: name, environment, at: new Date().toISOString(), userId };
      expect(await findUserAssignment(owner, question)).toBeNull();
    }
  });
});

test("three instances give every user the same version", async () => {
  const name = await withHoldback({ share: 0.5 });
  const instances: Instance[] = await Promise.all(
    [1, 2, 3].map(() => startInstance({ DATABASE_URL: databaseUrl, REDIS_URL: process.env.TEST_REDIS_URL ?? "" })),
  );
  const split = (instance: Instance) =>
    Promise.all(userIds(40).map(async (user) => (await instance.resolve(actor, name, user)).version));
  const [first, ...others] = await Promise.all(instances.map(split));
  expect(new Set(first)).toEqual(new Set([1, 2]));
  for (const other of others) expect(other).toEqual(first);
  await Promise.all(instances.map((instance) => instance.stop()));
}, 60_000);

describe("another process", () => {
  afterEach(async () => {
    await stopRuntime();
    await closeDatabase();
    freshProcess({ DATABASE_URL: databaseUrl });
  });

  test("continues the split while the database is unavailable, and still ends it in time", async () => {
    const name = await withHoldback({ share: 0.5 });
    await endHoldbackIn(workspace, name, 4_000);
    await closeDatabase();
    const database = await startTcpProxy({ target: databaseUrl });
    freshProcess({ DATABASE_URL: database.url });
    startRuntime();
    const before = await versionsOf(name);
    expect(new Set(before)).toEqual(new Set([1, 2]));
    await database.stop();
    await vi.waitFor(() => expect(isDatabaseUp()).toBe(false), { timeout: 10_000 });
    const during = await Promise.all(userIds(60).map((user) => resolve(name, user)));
    expect(during.every(({ stale }) => stale)).toBe(true);
    const ended = () => expect(versionsOf(name)).resolves.toEqual(userIds(60).map(() => 2));
    await vi.waitFor(ended, { timeout: 15_000, interval: 100 });
    await database.restore();
    await vi.waitFor(() => expect(isDatabaseUp()).toBe(true), { timeout: 10_000 });
    await database.stop();
  });

  test.skipIf(!process.env.TEST_REDIS_URL)("reads it from Redis, and ends it by the database's clock", async () => {
    const name = await withHoldback({ share: 0.5 });
    await endHoldbackIn(workspace, name, 3_000);
    await closeDatabase();
    freshProcess({ DATABASE_URL: databaseUrl, REDIS_URL: process.env.TEST_REDIS_URL ?? "" });
    startRuntime();
    expect(new Set(await versionsOf(name))).toEqual(new Set([1, 2]));
    await vi.waitFor(async () => {
      clearMemory();
      expect((await resolve(name, "u_0")).source).toBe("redis");
    });
    await vi.waitFor(
      async () => {
        clearMemory();
        const answers = await Promise.all(userIds(60).map((user) => resolve(name, user)));
        expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([2]));
      },
      { timeout: 15_000, interval: 200 },
    );
  });
});
