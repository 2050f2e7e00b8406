import { spawn } from "node:child_process";
import { once } from "node:events";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { prisma, transaction } from "@/lib/core/db";
import { type AlertStage, createAlertStage, testKeys } from "@/lib/testing/alerts";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { giveUpWaiting, lockChannel, replayDelivery } from "./commands/channels";
import { settleDelivery } from "./commands/deliver-alerts";
import { listAlerts } from "./queries/alerts";

vi.stubEnv("ENCRYPTION_KEYS", testKeys);
vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("UNDERSTUDY_URL", "https://prompts.example.com/");

let receiver: Receiver;
let stage: AlertStage;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());
afterEach(() => vi.useRealTimers());
beforeEach(async () => {
  stage = await createAlertStage();
  receiver.received.length = 0;
  receiver.answer = (response) => void response.writeHead(204).end();
});

/** Waits until a statement that contains these words waits for a lock. */
const waitForLock = (words: string) =>
  vi.waitUntil(async () => {
    const [row] = await prisma().$queryRaw<[{ count: number }]>`
      select count(*)::int as count from pg_stat_activity
      where wait_event_type = 'Lock' and query like ${`%${words}%`} and pid <> pg_backend_pid()`;
    return row.count > 0;
  }, 5_000);

describe("a removed channel", () => {
  it("during an alert does not undo its cause", async () => {
    const { id } = await stage.channel(receiver.url);
    let raising: Promise<string | null> | undefined;
    await transaction(async (tx) => {
      await tx.alertChannel.delete({ where: { id } });
      raising = stage.raise({ dedupeKey: "while it goes" });
      await waitForLock("insert into alert_deliveries");
    });
    expect(await raising).toEqual(expect.any(String));
    expect(await stage.deliveries()).toEqual([]);
  });
});

describe("a channel switched off", () => {
  it("during the end of an attempt causes no deadlock", async () => {
    const { id } = await stage.channel(receiver.url);
    await stage.raise();
    const [row] = await stage.deliveries();
    if (!row) throw new Error("there is one");
    let settling: Promise<unknown> | undefined;
    await transaction(async (tx) => {
      const channel = await lockChannel(tx, stage.workspaceId, id);
      settling = settleDelivery(row, { isOk: false, status: 500, error: "It answered 500." }, 1);
      await waitForLock("alert_channels");
      await giveUpWaiting(tx, channel);
    });
    expect(await settling).toBeNull();
    expect(await stage.deliveries()).toMatchObject([{ status: "failed", lastError: "The channel was switched off." }]);
  });
});

describe("a process", () => {
  it("killed during an attempt leaves it to another, with the same id", { tags: ["slow"] }, async () => {
    await stage.channel(receiver.url);
    await stage.raise();
    const arrived = new Promise<void>((done) => {
      receiver.answer = () => done(); // never responds
    });
    const child = spawn(process.execPath, ["--import", "tsx", "lib/testing/deliver-once.ts", stage.workspaceId], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    await arrived;
    child.kill("SIGKILL");
    await once(child, "exit");
    receiver.answer = (response) => void response.writeHead(204).end();
    expect((await stage.deliver()).delivered).toBe(0); // its claim has not expired
    expect(await stage.waitSeconds()).toBeGreaterThan(10);
    await stage.hurry();
    expect((await stage.deliver()).delivered).toBe(1);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await stage.deliveries()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  it("that reports a failure late does not undo the result of another", async () => {
    await stage.channel(receiver.url);
    await stage.raise();
    await stage.deliver();
    const [row] = await stage.deliveries();
    if (!row) throw new Error("there is one");
    const late = { isOk: false, status: 500, error: "late" } as const;
    expect(await settleDelivery(row, late, 1)).toBeNull();
    expect(await settleDelivery({ ...row, attempts: 0 }, late, 1)).toBeNull();
    expect(await stage.deliveries()).toMatchObject([{ status: "delivered", lastError: "" }]);
  });

  it("that reports a success late prevents another attempt", async () => {
    await stage.channel(receiver.url);
    await stage.raise();
    const [row] = await stage.deliveries();
    if (!row) throw new Error("there is one");
    // Another process has taken the delivery over.
    await prisma().alertDelivery.update({ where: { id: row.id }, data: { attempts: row.attempts + 1 } });
    expect(await settleDelivery(row, { isOk: true, status: 250 }, 60_000)).toBe("delivered");
    await stage.hurry();
    expect(await stage.deliver()).toEqual({ delivered: 0, retried: 0, failed: 0 });
  });

  it("with a wrong clock delivers immediately, by the database's time, and again on request", async () => {
    const { id, secret } = await stage.channel(receiver.url);
    const ahead = new Date(Date.now() + 600_000);
    vi.useFakeTimers({ toFake: ["Date"], now: ahead });
    await stage.raise();
    expect((await stage.deliver()).delivered).toBe(1);
    const [first] = await stage.deliveries();
    await replayDelivery(stage.owner, { id, deliveryId: first?.id ?? "" });
    expect((await stage.deliver()).delivered).toBe(1);
    vi.useRealTimers();
    for (const { body, headers } of receiver.received)
      new Webhook(secret ?? "").verify(body, headers as Record<string, string>); // rejects a wrong timestamp
    const { items } = await listAlerts(stage.owner, { limit: 1 });
    expect(Date.parse(items[0]?.at ?? "")).toBeLessThan(ahead.getTime() - 60_000);
  });

  it("sends each delivery once with concurrent runs", async () => {
    for (const n of [1, 2, 3, 4, 5]) await stage.channel(`${receiver.url}/${n}`);
    for (let n = 0; n < 4; n++) await stage.raise();
    const all = await Promise.all(Array.from({ length: 5 }, () => stage.deliver()));
    expect(all.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(20);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(20);
    expect(receiver.received).toHaveLength(20);
  });
});
