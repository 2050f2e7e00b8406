/** @module-tag slow */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { type Instance, startInstance } from "@/e2e/support/instance";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { startTcpProxy } from "@/e2e/support/tcp-proxy";
import type { SystemActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/core/db";
import { noteEpoch } from "@/lib/core/epoch";
import { isAppError } from "@/lib/core/errors";
import { sharedCache } from "@/lib/core/redis";
import { updateEnvironment } from "@/lib/registry/commands/environments";
import { renamePrompt } from "@/lib/registry/commands/prompts";
import { resolveFromMemory } from "@/lib/testing/warm";
import { clearMemory } from "./entry";
import { resolvePrompt } from "./resolve";

const databaseUrl = process.env.TEST_DATABASE_URL ?? "";
const redisUrl = process.env.TEST_REDIS_URL ?? "";
const patient = { timeout: 10_000, interval: 10 };
let registry: RawRegistry;
let system: SystemActor;
let made = 0;

beforeAll(async () => {
  freshProcess({ DATABASE_URL: databaseUrl });
  registry = await createRawRegistry(databaseUrl);
  system = { kind: "system", workspaceId: registry.workspaceId, name: "test" };
});
afterEach(async () => {
  sharedCache()?.close();
  await closeDatabase();
  freshProcess({ DATABASE_URL: databaseUrl });
});
afterAll(() => registry.close());

async function publish(): Promise<{ name: string; to: string }> {
  const name = `renamed/p${made++}`;
  await registry.addPrompt(name);
  noteEpoch(
    registry.environments.production,
    await registry.release(name, await registry.addVersion(name, saying("hi"))),
  );
  return { name, to: `${name}-now` };
}

/** Returns the name in the answer, or the error code. */
const ask = (name: string, version?: number) =>
  resolvePrompt(registry.actor, { name, version }).then(
    ({ facts }) => facts.name,
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

describe("calls during a rename", () => {
  test("succeed by the old name at all times, and by the new one after the commit", async () => {
    const { name, to } = await publish();
    expect(await ask(to)).toBe("not_found"); // cached for some seconds unless the epoch changes
    let isOver = false;
    const answers: string[] = [];
    const reader = (async () => {
      while (!isOver) {
        answers.push(await ask(name));
        clearMemory();
      }
    })();
    await renamePrompt(system, { name, to });
    expect(await ask(to)).toBe(to);
    expect(await ask(name)).toBe(to);
    expect(await ask(name, 1)).toBe(to);
    isOver = true;
    await reader;
    expect(new Set(answers)).not.toContain("not_found");
    expect(answers.at(-1)).toBe(to);
  });

  test("get the new name from memory, too, and nothing once the old name is removed", async () => {
    const { name, to } = await publish();
    await ask(name);
    await renamePrompt(system, { name, to });
    await ask(name);
    const fast = resolveFromMemory(registry.actor, { environment: "production", name });
    expect(JSON.parse(fast?.text ?? "{}").name).toBe(to);
    await renamePrompt(system, { name: to, to: `${to}-again`, keepAlias: false });
    expect(await ask(to)).toBe("not_found");
    expect(await ask(name)).toBe(`${to}-again`);
    await registry.archive(`${to}-again`);
    noteEpoch(registry.environments.production, 1_000);
    expect(await ask(name)).toBe("not_found");
  });

  test("leave nothing of the old state in memory if their read of the database is delayed", async () => {
    const { name, to } = await publish();
    const target = new URL(databaseUrl);
    target.searchParams.set("application_name", registry.workspaceId);
    const proxy = await startTcpProxy({ target: target.href });
    freshProcess({ DATABASE_URL: proxy.url });
    await ask(name);
    await ask(to);
    clearMemory();
    const lastRead = async () =>
      String(
        (
          await registry.sql(
            "select max(state_change) as at from pg_stat_activity where application_name = $1 and state = 'idle' and query like '%left join deployments%'",
            [registry.workspaceId],
          )
        )[0]?.at?.valueOf(),
      );
    const before = await lastRead();
    proxy.slow(800);
    const late = [ask(name), ask(to)];
    await vi.waitFor(async () => expect(await lastRead()).not.toBe(before), patient);
    await new Promise((done) => setTimeout(done, 200));
    proxy.blackHole();
    const raised = await renameByHand(name, to);
    noteEpoch(registry.environments.production, raised);
    await proxy.restore();
    await Promise.all(late);
    expect(await ask(name)).toBe(to);
    expect(await ask(to)).toBe(to);
    await closeDatabase();
    await proxy.stop();
  });
});

/** Renames the prompt as another instance would commit it. */
async function renameByHand(name: string, to: string): Promise<number> {
  const { workspaceId } = registry;
  await registry.sql("begin");
  const [row] = await registry.sql("update prompts set name = $3 where workspace_id = $1 and name = $2 returning id", [
    workspaceId,
    name,
    to,
  ]);
  await registry.sql(
    "insert into prompt_aliases (workspace_id, name, prompt_id, created_by_name) values ($1, $2, $3, 'test')",
    [workspaceId, name, row?.id],
  );
  const raised = await registry.sql("update environments set epoch = epoch + 1 where id = $1 returning epoch", [
    registry.environments.production,
  ]);
  await registry.sql("commit");
  return Number(raised[0]?.epoch);
}

describe.skipIf(!redisUrl)("two instances that share a Redis", () => {
  test("both return the new name soon, and use each other's entries of the old one", async () => {
    const { name, to } = await publish();
    const start = () => startInstance({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
    const [first, second]: Instance[] = await Promise.all([start(), start()]);
    if (!first || !second) throw new Error("not started");
    try {
      for (const instance of [first, second]) {
        expect((await instance.resolve(registry.actor, name)).name).toBe(name);
        await expect(instance.resolve(registry.actor, to)).rejects.toThrow("does not exist");
      }
      await first.rename(system, name, to);
      expect((await first.resolve(registry.actor, name)).name).toBe(to);
      expect((await first.resolve(registry.actor, to)).name).toBe(to);
      await vi.waitFor(async () => {
        expect((await second.resolve(registry.actor, name)).name).toBe(to);
        expect((await second.resolve(registry.actor, to)).name).toBe(to);
      }, patient);
      const third = await startInstance({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
      try {
        await third.resolve(registry.actor, to); // reads the epoch from PostgreSQL
        expect(await third.resolve(registry.actor, name)).toMatchObject({ name: to, source: "redis" });
      } finally {
        await third.stop();
      }
    } finally {
      await Promise.all([first.stop(), second.stop()]);
    }
  });

  test("both accept the old and the new name of an environment, in any order", async () => {
    const { name } = await publish();
    const knows = await startInstance({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
    try {
      const ask = (environment: string) => knows.resolve(registry.actor, name, undefined, environment);
      expect((await ask("production")).version).toBe(1);
      await updateEnvironment(system, { name: "production", newName: "live" }); // simulates another instance
      expect((await ask("production")).version).toBe(1);
      await vi.waitFor(async () => expect((await ask("live")).version).toBe(1), patient);
      expect((await ask("production")).version).toBe(1);
    } finally {
      await knows.stop();
    }
  });
});
