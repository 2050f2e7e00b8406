import { randomBytes } from "node:crypto";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { freshProcess } from "@/e2e/support/fresh-process";
import { createOwnDatabase, type OwnDatabase } from "@/e2e/support/own-database";
import { createRawRegistry, type RawRegistry, saying } from "@/e2e/support/raw-registry";
import { type Redis, startRedis } from "@/e2e/support/redis";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { stopDatabaseWatch } from "./database-watch";
import { closeDatabase } from "./db";
import {
  announceEpochs,
  checkEpoch,
  epochQuestions,
  epochs,
  knownEpoch,
  startEpochs,
  stopEpochs,
  takeRelayed,
  writeRelayed,
} from "./epoch";
import { deliverPending, settleAnnouncements } from "./epoch-announcements";
import { isBehindLog } from "./epoch-ledger";
import { publish } from "./publish";
import { sharedCache } from "./redis";

const channel = "understudy:epochs";
let registry: RawRegistry;
let database: TcpProxy;
// The test needs its own database, because any process on a shared database may deliver its outbox.
let own: OwnDatabase;

beforeAll(async () => {
  own = await createOwnDatabase(process.env.TEST_DATABASE_URL ?? "");
  registry = await createRawRegistry(own.url);
  database = await startTcpProxy({ target: own.url });
  await registry.addPrompt("p");
  await registry.addVersion("p", saying("one"));
});
afterAll(async () => {
  await Promise.all([registry.close(), database.stop()]);
  await own.drop();
});
afterEach(async () => {
  stopEpochs();
  await settleAnnouncements();
  stopDatabaseWatch();
  sharedCache()?.close();
  await database.restore();
  await closeDatabase();
});

const environmentId = () => registry.environments.production;
const raise = async () => ({ environmentId: environmentId(), epoch: await registry.release("p", 1) });

/** Returns the state of an epoch's outbox row. */
async function outboxOf(epoch: number): Promise<{ isDelivered: boolean; attempts: number }> {
  const text = `select delivered_at is not null as "isDelivered", attempts from outbox_messages
    where workspace_id = $1 and (payload->>'epoch')::int = $2`;
  const [row] = await registry.sql(text, [registry.workspaceId, epoch]);
  return row as { isDelivered: boolean; attempts: number };
}

describe("announcements", () => {
  test("raise the local epoch immediately and complete the outbox messages of their topic", async () => {
    freshProcess({ DATABASE_URL: database.url });
    const other = `insert into outbox_messages (id, workspace_id, topic, payload)
      values (gen_random_uuid(), $1, 'alert.raised', '{}')`;
    await registry.sql(other, [registry.workspaceId]);
    const change = await raise();
    announceEpochs([change]);
    expect(knownEpoch(environmentId())).toBe(change.epoch);
    await settleAnnouncements();
    expect((await outboxOf(change.epoch)).isDelivered).toBe(true);
    const waiting = `select 1 from outbox_messages where workspace_id = $1 and topic = 'alert.raised'
      and delivered_at is null and attempts = 0`;
    expect(await registry.sql(waiting, [registry.workspaceId])).toHaveLength(1);
  });

  test("do not throw while the database is unavailable; the outbox keeps the message", async () => {
    freshProcess({ DATABASE_URL: database.url });
    const change = await raise();
    await database.cut();
    expect(() => announceEpochs([change])).not.toThrow();
    await settleAnnouncements();
    expect(await outboxOf(change.epoch)).toEqual({ isDelivered: false, attempts: 0 });
  });
});

describe("an environment", () => {
  beforeEach(() => freshProcess({ DATABASE_URL: database.url }));

  test("restored to an older epoch is accepted; a deleted one is removed", async () => {
    const { epoch } = await raise();
    await checkEpoch(environmentId());
    expect(knownEpoch(environmentId())).toBe(epoch);
    await registry.sql("set session_replication_role = replica");
    await registry.sql("update environments set epoch = epoch - 1 where id = $1", [environmentId()]);
    await registry.sql("set session_replication_role = origin");
    await checkEpoch(environmentId());
    expect(knownEpoch(environmentId())).toBe(epoch - 1);

    const other = await createRawRegistry(own.url);
    await checkEpoch(other.environments.staging);
    expect(knownEpoch(other.environments.staging)).toBe(1);
    await other.sql("delete from environments where id = $1", [other.environments.staging]);
    await checkEpoch(other.environments.staging);
    expect(knownEpoch(other.environments.staging)).toBeNull();
    await other.close();
  });

  test("is checked again once the database is available, without waiting for the next interval", async () => {
    await checkEpoch(environmentId());
    startEpochs();
    await database.cut();
    await expect(checkEpoch(environmentId())).rejects.toMatchObject({ code: "database_unavailable" });
    const { epoch } = await raise();
    stopDatabaseWatch();
    const { watchRecovery } = await import("./database-watch");
    watchRecovery();
    await database.restore();
    await vi.waitFor(() => expect(knownEpoch(environmentId())).toBe(epoch), { timeout: 4_000 });
  });
});

describe("announcements of another process of this machine", () => {
  const subjectsOf = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`);

  test("are applied immediately with their changes, without a query", async () => {
    freshProcess({ DATABASE_URL: database.url });
    epochs().of(environmentId()).usedAt = epochs().now();
    await checkEpoch(environmentId());
    startEpochs();
    const queriesBefore = epochQuestions();
    const change = await raise();
    publish("epochs", writeRelayed({ ...change, subjects: ["p"] }));
    expect(knownEpoch(environmentId())).toBe(change.epoch);
    const { epoch, changes } = epochs().of(environmentId());
    expect([epoch, changes.coveredTo, changes.mayHaveChanged(change.epoch - 1, ["p"])]).toEqual([
      change.epoch,
      change.epoch,
      true,
    ]);
    expect(changes.mayHaveChanged(change.epoch - 1, ["q"])).toBe(false);
    expect(epochQuestions()).toBe(queriesBefore);
  });

  test("without changes cause a read of the log; older ones and unknown environments are ignored", async () => {
    freshProcess({ DATABASE_URL: database.url });
    epochs().of(environmentId()).usedAt = epochs().now();
    await checkEpoch(environmentId());
    const change = await raise();
    takeRelayed(writeRelayed({ ...change, subjects: subjectsOf(1_001) }));
    expect(isBehindLog(epochs().of(environmentId()))).toBe(true);
    await vi.waitFor(() => expect(isBehindLog(epochs().of(environmentId()))).toBe(false), { timeout: 4_000 });
    takeRelayed(writeRelayed({ ...change, epoch: change.epoch - 1, subjects: null }));
    takeRelayed(writeRelayed({ environmentId: "another", epoch: 7 }));
    expect([knownEpoch(environmentId()), knownEpoch("another")]).toEqual([change.epoch, null]);
  });
});

describe.skipIf(!process.env.TEST_REDIS_URL)("hints", () => {
  let publisher: Awaited<ReturnType<typeof openRedis>>;
  let redis: TcpProxy;
  let server: Redis;
  const openRedis = () => createClient({ url: server.url }).connect();
  const listeners = async () => {
    const [, count] = (await publisher.sendCommand(["PUBSUB", "NUMSUB", channel])) as unknown as unknown[];
    return Number(count);
  };

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    publisher = await openRedis();
    redis = await startTcpProxy({ target: server.url });
    freshProcess({ DATABASE_URL: database.url, REDIS_URL: redis.url });
    epochs().of(environmentId()).usedAt = epochs().now();
    await checkEpoch(environmentId());
    const listening = (count: number) =>
      vi.waitFor(async () => expect(await listeners()).toBe(count), { timeout: 10_000 });
    await listening(0);
    startEpochs();
    await listening(1);
  });
  afterEach(async () => {
    publisher.destroy();
    await redis.stop();
  });

  test("forged, huge, repeated, old and random ones change nothing and cause a limited number of queries", async () => {
    const known = knownEpoch(environmentId());
    const environment = environmentId();
    const queriesBefore = epochQuestions();
    const forged = [2_147_483_647, 1e308, -1, 0, 1.5, Number(known), "9", null, {}].map((epoch) =>
      JSON.stringify({ environment, epoch }),
    );
    const strangers = ['{"environment":"x","epoch":9}', "null", "[]", "{", "", '{"environment":{},"epoch":9}'];
    const floods: Promise<number>[] = [];
    for (let round = 0; round < 200; round++)
      for (const message of [...forged, ...strangers, randomBytes(50).toString("latin1"), "x".repeat(1_000)])
        floods.push(publisher.publish(channel, message));
    await Promise.all(floods);
    // The valid message arrives after the invalid ones, which shows that all of them were read.
    const { epoch } = await raise();
    await publisher.publish(channel, JSON.stringify({ environment, epoch }));
    await vi.waitFor(() => expect(knownEpoch(environment)).toBe(epoch), { timeout: 4_000 });
    expect(epochQuestions() - queriesBefore).toBeLessThan(200);
  });

  test("are written to Redis and the channel once the command has announced a release", async () => {
    const received: string[] = [];
    const listener = await openRedis();
    await listener.subscribe(channel, (message) => received.push(message));
    const change = await raise();
    announceEpochs([change]);
    await settleAnnouncements();
    expect(await publisher.get(`understudy:1:{${environmentId()}}:epoch`)).toBe(String(change.epoch));
    const hint = JSON.stringify({ environment: environmentId(), epoch: change.epoch });
    await vi.waitFor(() => expect(received).toContain(hint));
    expect(await outboxOf(change.epoch)).toEqual({ isDelivered: true, attempts: 0 });
    listener.destroy();
  });

  test("are still sent once if the memory of Redis is full", async () => {
    const received: string[] = [];
    const listener = await openRedis();
    await listener.subscribe(channel, (message) => received.push(message));
    await publisher.configSet({ maxmemory: "1", "maxmemory-policy": "noeviction" });
    try {
      const change = await raise();
      announceEpochs([change]);
      const hint = JSON.stringify({ environment: environmentId(), epoch: change.epoch });
      await vi.waitFor(() => expect(received).toContain(hint), { timeout: 5_000 });
      await settleAnnouncements();
      expect(received.filter((message) => message === hint)).toHaveLength(1);
      expect((await outboxOf(change.epoch)).isDelivered).toBe(false);
    } finally {
      await publisher.configSet({ maxmemory: "0" });
      listener.destroy();
    }
  });

  test("wait in the outbox while Redis is unavailable", { tags: ["slow"] }, async () => {
    await redis.cut();
    const change = await raise();
    announceEpochs([change]);
    await settleAnnouncements();
    expect(await outboxOf(change.epoch)).toEqual({ isDelivered: false, attempts: 1 });
    await redis.restore();
    await vi.waitFor(
      async () => {
        await registry.sql("update outbox_messages set available_at = now() where workspace_id = $1", [
          registry.workspaceId,
        ]);
        deliverPending();
        await settleAnnouncements();
        expect((await outboxOf(change.epoch)).isDelivered).toBe(true);
      },
      { timeout: 15_000, interval: 250 },
    );
    expect(await publisher.get(`understudy:1:{${environmentId()}}:epoch`)).toBe(String(change.epoch));
  });
});
