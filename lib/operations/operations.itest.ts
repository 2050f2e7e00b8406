import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { hostname } from "node:os";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { findPgBouncer, startPgBouncer } from "@/e2e/support/pgbouncer";
import { closeDatabase, runtimeQuery } from "@/lib/core/db";
import { provideEnv } from "@/lib/core/env";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { reportProcess, startReporting, stopReporting } from "./commands/report-process";
import { aheadBy, readDatabase } from "./queries/database";
import { readDisk } from "./queries/disk";
import { readRedis } from "./queries/redis";
import { getSystemReport, listProcessesAt } from "./queries/report";
import { isAway } from "./schema";

const bouncer = findPgBouncer(console.log);
const key = randomBytes(32).toString("base64");
provideEnv({ ENCRYPTION_KEYS: `new:${key}`, NEXTAUTH_SECRET: "a secret that nobody may ever read here" });
const url = process.env.DATABASE_URL ?? "";

const ask = async (connectionString: string, text: string) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client.query(text).finally(() => client.end());
};

it("a clock is off by more than the time of the answer", () => {
  expect(aheadBy(1_000, 500, 1_200)).toBe(0);
  expect(aheadBy(1_000, 500, 900)).toBe(100);
  expect(aheadBy(1_000, 500, 1_700)).toBe(-200);
});

describe("the database", () => {
  it("reports its version, connections and clock; it is no pooler", async () => {
    const found = await readDatabase(url);
    if (isAway(found)) throw new Error(found.error);
    expect(found).toMatchObject({ isReadOnly: false, isStandby: false, pooler: "none", ownLimit: null });
    expect(found.versionNumber).toBeGreaterThanOrEqual(140_000);
    expect(found.maxConnections).toBeGreaterThan(found.reservedConnections + found.otherConnections);
    expect(Math.abs(found.clockAheadMs)).toBeLessThan(1_000);
    expect(found.migrations.length).toBeGreaterThan(10);
    expect(found.setAside.batches).toBeGreaterThanOrEqual(0);
  });

  it("reports if it is read-only, and how many connections its user may have", async () => {
    const name = `doctor_${randomBytes(4).toString("hex")}`;
    await ask(url, `create role ${name} login password 'x' connection limit 5`);
    await ask(url, `grant pg_read_all_data to ${name}`);
    await ask(url, `alter role ${name} set default_transaction_read_only = on`);
    try {
      const own = Object.assign(new URL(url), { username: name, password: "x" }).href;
      expect(await readDatabase(own)).toMatchObject({ isReadOnly: true, ownLimit: 5 });
    } finally {
      await ask(url, `drop role ${name}`);
    }
  });

  it.skipIf("missing" in bouncer)(
    "behind PgBouncer in transaction mode is distinguished from PostgreSQL itself",
    async () => {
      const { url: pooled, stop } = await startPgBouncer(url);
      try {
        expect(await readDatabase(pooled)).toMatchObject({ pooler: "transaction", isReadOnly: false });
      } finally {
        await stop();
      }
    },
  );

  it("that is unavailable is reported, also if it accepts connections without an answer", {
    tags: ["slow"],
  }, async () => {
    const silent = createServer(() => {});
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const { port } = silent.address() as { port: number };
    const began = performance.now();
    expect(await readDatabase(`postgresql://u:p@127.0.0.1:${port}/x`)).toEqual({ error: expect.stringMatching(/\.$/) });
    expect(performance.now() - began).toBeLessThan(10_000);
    silent.close();
    expect(await readDatabase("postgresql://u:p@127.0.0.1:1/x")).toEqual({
      error: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("Redis", () => {
  const redisUrl = process.env.TEST_REDIS_URL ?? "";
  it.skipIf(!redisUrl)("reports its version and policy", async () => {
    const found = await readRedis({ REDIS_URL: redisUrl });
    expect(found).toMatchObject({ kind: "tcp", policy: expect.any(String), isReplica: false });
    expect(Number.parseFloat((found as { version: string }).version)).toBeGreaterThan(5);
  });

  it("that is unavailable is reported, and none if it is not configured", async () => {
    expect(await readRedis({ REDIS_URL: "redis://127.0.0.1:1" })).toEqual({ error: expect.stringMatching(/\.$/) });
    expect(await readRedis({})).toBeNull();
  });
});

describe("processes", () => {
  afterEach(stopReporting);

  it("report themselves without a secret, and are removed once they stop", async () => {
    startReporting("worker");
    const mine = async () => (await listProcessesAt(url)).filter(({ pid }) => pid === process.pid);
    await expect.poll(mine).toHaveLength(1);
    const [row] = await mine();
    expect(row).toMatchObject({ host: hostname(), role: "worker", facts: { connections: 16, trustedProxies: 0 } });
    expect(row?.facts.encryptionKeys).toEqual([{ id: "new", fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) }]);
    const text = JSON.stringify(row);
    for (const secret of [key, "a secret that nobody"]) expect(text).not.toContain(secret);
    await stopReporting();
    expect(await mine()).toEqual([]);
  });

  it("that are silent for a minute, or have an unknown format, are ignored", async () => {
    const id = "00000000-0000-4000-8000-00000000d0c7";
    const mine = async () => (await listProcessesAt(url)).filter((row) => row.id === id).length;
    await reportProcess("runtime", { id, clockAheadMs: 0 });
    expect(await mine()).toBe(1);
    await runtimeQuery("t1", "update server_processes set facts = '{}' where id = $1", [id]);
    expect(await mine()).toBe(0);
    await reportProcess("runtime", { id, clockAheadMs: 0 });
    await runtimeQuery("t2", "update server_processes set seen_at = now() - interval '61 s' where id = $1", [id]);
    expect(await mine()).toBe(0);
    await runtimeQuery("t3", "delete from server_processes where id = $1", [id]);
  });
});

it("the report requires an admin or owner", async () => {
  const { owner } = await createTestWorkspace();
  const { checks } = await getSystemReport(owner);
  expect(checks.find(({ id }) => id === "database")?.state).not.toBe("failure");
  // Other tests run servers on this database with their own keys.
  expect(checks.find(({ id }) => id === "encryption-keys")?.detail).toMatch(/new|Not the same everywhere/);
  for (const role of ["publisher", "editor", "viewer"] as const)
    expect(() => getSystemReport({ ...owner, role })).toThrow(expect.objectContaining({ code: "forbidden" }));
  await closeDatabase();
});

it("the disk of a missing folder is that of its parent", async () => {
  const disk = await readDisk("/tmp/not/there/yet");
  expect(disk).toMatchObject({ folder: "/tmp/not/there/yet", holdsDatabase: false });
  expect(disk?.freeBytes).toBeGreaterThan(0);
});
