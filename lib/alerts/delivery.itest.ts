import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { type AlertStage, createAlertStage, testKeys } from "@/lib/testing/alerts";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { updateChannel } from "./commands/channels";
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
beforeEach(async () => {
  stage = await createAlertStage();
  receiver.received.length = 0;
  receiver.answer = (response) => void response.writeHead(204).end();
});

const answering = (status: number, headers = {}, body = "") => {
  receiver.answer = (response) => void response.writeHead(status, headers).end(body);
};
const channelRow = () => prisma().alertChannel.findFirstOrThrow({ where: { workspaceId: stage.workspaceId } });

describe("a webhook", () => {
  it("contains what happened, with a signature that the standard's library accepts", async () => {
    const { secret } = await stage.channel(`${receiver.url}/hook?to=us`);
    const id = await stage.raise({ data: { version: 9, id: "not this" } });
    expect(await stage.deliver()).toEqual({ delivered: 1, retried: 0, failed: 0 });
    const [{ path, method, headers, body } = { path: "", method: "", headers: {}, body: "" }] = receiver.received;
    expect([method, path, headers["content-type"]]).toEqual(["POST", "/hook?to=us", "application/json"]);
    const payload = new Webhook(secret ?? "").verify(body, headers as Record<string, string>);
    expect(payload).toEqual({
      type: "guard.worse",
      timestamp: expect.stringMatching(/Z$/),
      data: {
        id,
        severity: "warning",
        title: "support/reply v9 is worse",
        body: "78.7 % good answers.",
        url: `https://prompts.example.com/${stage.slug}/quality/support/reply`,
        workspace: stage.slug,
        prompt: null,
        environment: null,
        version: 9,
      },
    });
    const [row] = await stage.deliveries();
    expect(row).toMatchObject({ status: "delivered", attempts: 1, lastStatus: 204, lastError: "" });
    expect(await stage.deliver()).toEqual({ delivered: 0, retried: 0, failed: 0 });
    expect(receiver.received).toHaveLength(1);
  });

  it("gets nothing below its minimum severity, nothing while it is off, and each cause once", async () => {
    const { id } = await stage.channel(receiver.url, { minimum: "critical" });
    expect(await stage.raise({ dedupeKey: "once" })).toEqual(expect.any(String));
    expect(await stage.raise({ dedupeKey: "once" })).toBeNull();
    await stage.raise({ severity: "critical", dedupeKey: "grave" });
    await stage.raise({ severity: "critical", dedupeKey: "grave" });
    expect((await stage.deliver()).delivered).toBe(1);
    await stage.raise({ severity: "critical" });
    await updateChannel(stage.owner, { id, isEnabled: false });
    await stage.raise({ severity: "critical" });
    expect(await stage.deliver()).toEqual({ delivered: 0, retried: 0, failed: 0 });
    expect((await stage.deliveries()).map(({ status, lastError }) => [status, lastError])).toEqual([
      ["delivered", ""],
      ["failed", "The channel was switched off."],
    ]);
  });

  it("is retried with the same id until it succeeds, which resets the failures", async () => {
    await stage.channel(receiver.url);
    await stage.raise();
    answering(503, {}, "down for <b>maintenance</b>\r\nX-Evil: 1");
    expect((await stage.deliver()).retried).toBe(1);
    expect(await stage.waitSeconds()).toBeGreaterThan(3.5);
    expect(await stage.waitSeconds()).toBeLessThan(6.5);
    expect((await stage.deliver()).retried).toBe(0); // not due yet
    expect(await stage.deliveries()).toMatchObject([
      { status: "pending", lastStatus: 503, lastError: "It answered 503: down for <b>maintenance</b> X-Evil: 1" },
    ]);
    expect((await channelRow()).failingSince).toBeInstanceOf(Date);
    await stage.hurry();
    answering(200);
    expect((await stage.deliver()).delivered).toBe(1);
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await channelRow()).toMatchObject({ failures: 0, failingSince: null });
  });

  it("waits for Retry-After", async () => {
    await stage.channel(receiver.url);
    await stage.raise();
    answering(429, { "retry-after": "900" });
    await stage.deliver();
    expect(await stage.waitSeconds()).toBeGreaterThan(895);
    await stage.hurry();
    answering(503, { "retry-after": new Date(Date.now() + 7_200_000).toUTCString() });
    await stage.deliver();
    expect(await stage.waitSeconds()).toBeGreaterThan(7_000);
  });

  it("ends after eight attempts, or three if refused", async () => {
    await stage.channel(receiver.url);
    for (const [status, tries] of [
      [500, 8],
      [408, 8],
      [404, 3],
      [302, 3],
    ] as const) {
      receiver.received.length = 0;
      answering(status, { location: `${receiver.url}/elsewhere` });
      await stage.raise();
      for (let n = 0; n < 10; n++) {
        await stage.deliver();
        await stage.hurry();
      }
      expect([status, receiver.received.length]).toEqual([status, tries]);
    }
    expect(receiver.received.map(({ path }) => path)).toEqual(["/", "/", "/"]); // the redirect was not followed
    expect((await channelRow()).failures).toBe(4);
  });

  it("reads a limited part of an answer", async () => {
    await stage.channel(receiver.url);
    await stage.raise();
    let wrote = 0;
    receiver.answer = (response) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(16_384))) wrote += 16_384;
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    expect((await stage.deliver()).retried).toBe(1);
    const [row] = await stage.deliveries();
    expect(row?.lastError.length).toBeLessThan(200);
    expect(wrote).toBeLessThan(64 * 1_048_576);
  });
});

describe("a failing channel", () => {
  it("is switched off immediately by 410, recorded, with an alert to other channels", async () => {
    const { id } = await stage.channel(receiver.url);
    await stage.raise();
    await stage.raise();
    answering(410);
    expect(await stage.deliver()).toEqual({ delivered: 0, retried: 0, failed: 1 });
    expect(await channelRow()).toMatchObject({ isEnabled: false, disabledReason: expect.stringMatching(/410/) });
    expect((await stage.deliveries()).map(({ status }) => status)).toEqual(["failed", "failed"]);
    const { items } = await listAlerts(stage.owner, { limit: 10 });
    expect(items[0]).toMatchObject({ kind: "channel.disabled", severity: "warning", path: "settings/alerts" });
    expect(items[0]?.deliveries).toEqual([]);
    const audit = await prisma().auditEvent.findFirst({ where: { targetId: id, action: "alert-channel.disable" } });
    expect(audit).toMatchObject({ actorKind: "system", actorName: "Alerts" });
    expect(receiver.received).toHaveLength(1);
    const on = await updateChannel(stage.owner, { id, isEnabled: true });
    expect(on).toMatchObject({ isEnabled: true, disabledReason: "", failures: 0, failingSince: null });
  });

  it("is switched off once after five failed deliveries in a row, with an alert to other channels", async () => {
    const other = await startReceiver();
    await stage.channel(receiver.url);
    answering(404);
    for (let n = 0; n < 7; n++) await stage.raise();
    await stage.channel(other.url, { name: "Other" });
    for (let n = 0; n < 4; n++) {
      await stage.deliver();
      await stage.hurry();
    }
    await stage.deliver();
    const { items } = await listAlerts(stage.owner, { limit: 20 });
    expect(items.filter(({ kind }) => kind === "channel.disabled")).toMatchObject([
      { deliveries: [{ channel: "Other", kind: "webhook", status: "delivered" }] },
    ]);
    expect(other.received.map(({ body }) => JSON.parse(body).type)).toEqual(["channel.disabled"]);
    await other.stop();
  });

  it("is switched off if nothing was delivered for three days", async () => {
    const { id } = await stage.channel(receiver.url);
    answering(500);
    await stage.raise();
    await stage.deliver();
    await prisma().$executeRaw`update alert_channels set failing_since = now() - interval '73 hours', failures = 1
      where id = ${id}::uuid`;
    await stage.hurry();
    await stage.deliver();
    // One delivery failed days ago, and this one has failed once so far.
    expect((await channelRow()).isEnabled).toBe(true);
    await prisma().$executeRaw`update alert_deliveries set attempts = 7 where channel_id = ${id}::uuid`;
    await stage.hurry();
    await stage.deliver();
    expect(await channelRow()).toMatchObject({ isEnabled: false, disabledReason: expect.stringMatching(/3 days/) });
  });

  it("that hangs does not delay others", async () => {
    const dead = await startReceiver();
    let released = () => {};
    const healthyAreDone = new Promise<void>((done) => {
      released = done;
    });
    dead.answer = (response) => void healthyAreDone.then(() => response.writeHead(204).end());
    for (const n of [1, 2, 3]) await stage.channel(`${dead.url}/${n}`);
    await stage.channel(receiver.url);
    for (let n = 0; n < 5; n++) await stage.raise();
    receiver.answer = (response) => {
      response.writeHead(204).end();
      if (receiver.received.length === 5) released();
    };
    // The failing channels respond only after the healthy one has received all five.
    expect((await stage.deliver()).delivered).toBe(20);
    await dead.stop();
  });
});

describe("the address check on connecting", () => {
  it("refuses a private address, even if it was public when it was saved", async () => {
    const { id } = await stage.channel(receiver.url);
    const { sealTarget } = await import("./sealed");
    for (const url of ["http://169.254.169.254/latest/meta-data", "http://localhost:1/", "http://[::ffff:10.0.0.1]/"]) {
      const owner = { workspaceId: stage.workspaceId, id };
      await prisma().alertChannel.update({ where: { id }, data: sealTarget(owner, { url }) });
      await stage.raise();
      expect((await stage.deliver()).retried).toBe(1);
      await prisma().alertDelivery.deleteMany({ where: { channelId: id } });
    }
    expect(receiver.received).toHaveLength(0);
  });
});
