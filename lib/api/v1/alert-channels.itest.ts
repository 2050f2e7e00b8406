import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rotateChannelSecrets } from "@/lib/alerts/commands/rotate-secrets";
import { listChannelNames } from "@/lib/alerts/queries/channels";
import { openTarget, sealTarget } from "@/lib/alerts/sealed";
import { prisma } from "@/lib/core/db";
import { encryptSecret, parseKeyRing } from "@/lib/core/secrets";
import { type AlertStage, createAlertStage, testKeys } from "@/lib/testing/alerts";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { type Mailbox, readMail, startMailbox } from "@/lib/testing/mailbox";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { createTestMember } from "@/lib/testing/workspace";

const older = `older:${randomBytes(32).toString("base64url")}`;
vi.stubEnv("ENCRYPTION_KEYS", `${testKeys},${older}`);
vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("SMTP_FROM", "Understudy <alerts@understudy.test>");

let mount: Mount;
let receiver: Receiver;
let mailbox: Mailbox;
let stage: AlertStage;
let api: Client;
beforeAll(async () => {
  [mount, receiver, mailbox] = await Promise.all([mountAheadOfNext(), startReceiver(), startMailbox()]);
  vi.stubEnv("SMTP_URL", mailbox.url);
});
afterAll(() => Promise.all([mount.stop(), receiver.stop(), mailbox.stop()]));
beforeEach(async () => {
  stage = await createAlertStage();
  api = createClient(mount.send, stage.manageKey);
  receiver.received.length = 0;
  mailbox.mails.length = 0;
  receiver.answer = (response) => void response.writeHead(204).end();
  mailbox.refuse = () => null;
});

const make = async (more: object = {}) =>
  (
    await api.post("/alert-channels", {
      kind: "webhook",
      name: "Ours",
      url: `${receiver.url}/top-secret-path`,
      ...more,
    })
  ).body;
const email = { kind: "email", url: undefined, recipients: ["ana@example.test", "Bo@example.test"] };
const rowOf = (id: string) => prisma().alertChannel.findUniqueOrThrow({ where: { id } });

describe("alert channels", () => {
  it("can be created, tested, changed, switched off and removed, and never show their target or secret", async () => {
    const made = await api.post("/alert-channels", {
      kind: "webhook",
      name: "On call",
      url: `${receiver.url}/top-secret-path`,
      minimum: "critical",
    });
    expect(made.body).toMatchObject({ minimum: "critical", targetHint: `127.0.0.1:${receiver.port}`, isEnabled: true });
    const { id, secret } = made.body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const tested = await api.post(`/alert-channels/${id}/test`);
    expect(tested.body).toMatchObject({ status: "delivered", alert: null, lastStatus: 204, attempts: 1 });
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: "channel.test",
      data: { id: null, severity: "info", title: "Test of “On call”" },
    });
    const off = await api.patch(`/alert-channels/${id}`, { name: "Nights", isEnabled: false });
    expect(off.body).toMatchObject({ name: "Nights", isEnabled: false, minimum: "critical", disabledReason: "" });
    const row = await rowOf(id);
    expect(JSON.stringify(row)).not.toMatch(/top-secret|whsec_/);
    expect(openTarget(row)).toEqual({ url: `${receiver.url}/top-secret-path` });
    const rotated = await api.post(`/alert-channels/${id}/rotate-secret`);
    const audit = await api.get("/audit");
    const others = [tested, off, await api.get("/alert-channels"), await api.get(`/alert-channels/${id}`), audit];
    for (const { text } of others) expect(text).not.toMatch(/whsec_|top-secret/);
    expect(rotated.text).not.toContain(secret);
    expect(audit.body.items.map(({ action }: { action: string }) => action).slice(0, 4)).toEqual([
      "alert-channel.rotate-secret",
      "alert-channel.update",
      "alert-channel.test",
      "alert-channel.create",
    ]);
    expect((await api.delete(`/alert-channels/${id}`)).status).toBe(200);
    expect((await api.get(`/alert-channels/${id}`)).status).toBe(404);
  });

  it.each([
    "http://127.1:1/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/latest",
    "http://192.168.0.1/",
    "http://localhost/",
    "file:///etc/passwd",
    "nonsense",
    "https://user:pass@example.com/",
    "http://127。0。0。2/",
  ])("refuse the address %s", async (url) => {
    vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
    const refused = await api.post("/alert-channels", { kind: "slack", name: "Inside", url });
    const own = /127\.1:1|2130706433|0x7f/.test(url); // other spellings of 127.0.0.1, which is allowed here
    expect([url, refused.status]).toEqual([url, own ? 201 : 422]);
    if (!own) expect(refused.body).toMatchObject({ code: "url_not_allowed", errors: [{ pointer: "/url" }] });
    const { id } = await make();
    if (!own) expect((await api.patch(`/alert-channels/${id}`, { url })).body.code).toBe("url_not_allowed");
  });

  it.each([
    [{ url: undefined }, "/url"],
    [{ recipients: ["a@b.test"] }, "/recipients"],
    [{ ...email, recipients: [] }, "/recipients"],
    [{ ...email, recipients: ["a@b.test\r\nBcc: all@example.test"] }, "/recipients/0"],
    [{ ...email, recipients: ["a@b.test, c@d.test"] }, "/recipients/0"],
    [{ ...email, recipients: ["Ana <a@b.test>"] }, "/recipients/0"],
    [{ ...email, recipients: ["a@b.test", "A@B.test"] }, "/recipients"],
    [{ ...email, recipients: Array.from({ length: 21 }, (_, n) => `a${n}@b.test`) }, "/recipients"],
    [{ ...email, url: "https://example.com" }, "/url"],
    [{ name: "two\nlines" }, "/name"],
    [{ name: " " }, "/name"],
    [{ kind: "pager" }, "/kind"],
    [{ minimum: "fatal" }, "/minimum"],
  ])("refuse %j", async (wrong, pointer) => {
    const body = { kind: "webhook", name: "Ours", url: receiver.url, ...wrong };
    const refused = await api.post("/alert-channels", body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
  });

  it("keep their kind, and are limited to 20", async () => {
    const { id } = await make();
    expect((await api.patch(`/alert-channels/${id}`, { recipients: ["a@b.test"] })).status).toBe(422);
    for (let n = 1; n < 20; n++) await make({ name: `Number ${n}` });
    expect(await make()).toMatchObject({ code: "invalid_state" });
    const first = await api.get("/alert-channels?limit=15");
    const second = await api.get(`/alert-channels?limit=15&cursor=${first.body.nextCursor}`);
    expect([first.body.items.length, second.body.items.length, second.body.nextCursor]).toEqual([15, 5, null]);
  });

  it("show people what their role allows", async () => {
    await make();
    const viewer = await createTestMember(stage.workspaceId, "viewer");
    const names = await listChannelNames(viewer);
    expect(names).toEqual([{ id: expect.any(String), kind: "webhook", name: "Ours", isEnabled: true }]);
    const { listChannels } = await import("@/lib/alerts/queries/channels");
    const publisher = await createTestMember(stage.workspaceId, "publisher");
    await expect(listChannels(publisher, { limit: 1 })).rejects.toThrow(expect.objectContaining({ code: "forbidden" }));
  });
});

describe("a secret", () => {
  it("is replaced, and the old one also signs for some time", async () => {
    const { id, secret: old } = await make();
    const { body } = await api.post(`/alert-channels/${id}/rotate-secret`, { overlapHours: 1 });
    expect(body.secret).not.toBe(old);
    const send = async () => {
      await api.post(`/alert-channels/${id}/test`);
      const last = receiver.received.at(-1);
      return (secret: string) => new Webhook(secret).verify(last?.body ?? "", last?.headers as Record<string, string>);
    };
    const both = await send();
    for (const secret of [old, body.secret]) expect(both(secret)).toBeTruthy();
    const next = (await api.post(`/alert-channels/${id}/rotate-secret`, { overlapHours: 0 })).body;
    const one = await send();
    expect(one(next.secret)).toBeTruthy();
    for (const secret of [old, body.secret]) expect(() => one(secret)).toThrow();
    const slack = await make({ kind: "slack" });
    expect((await api.post(`/alert-channels/${slack.id}/rotate-secret`)).body.code).toBe("invalid_state");
  });

  it("is encrypted with the newest key, like the address, also when repeated", async () => {
    const { id } = await make();
    const keys = parseKeyRing(older);
    const owner = { workspaceId: stage.workspaceId, id };
    const context = { ...owner, purpose: "alert-target" };
    const target = encryptSecret(JSON.stringify({ url: receiver.url }), context, keys);
    await prisma().alertChannel.update({ where: { id }, data: { target } });
    expect((await rotateChannelSecrets()).rotated).toBeGreaterThanOrEqual(1);
    const row = await rowOf(id);
    expect([row.target.split(".")[1], openTarget(row)]).toEqual(["test", { url: receiver.url }]);
    await rotateChannelSecrets();
    expect((await rowOf(id)).target).toBe(row.target);
    const lost = encryptSecret("{}", context, [{ id: "gone", key: randomBytes(32) }]);
    await prisma().alertChannel.update({ where: { id }, data: { target: lost } });
    expect((await rotateChannelSecrets()).unreadable).toContainEqual({
      name: "Ours",
      message: expect.stringMatching(/the key gone/),
    });
    expect((await api.post(`/alert-channels/${id}/test`)).body).toMatchObject({
      status: "failed",
      lastError: expect.stringMatching(/the key gone/),
    });
    await prisma().alertChannel.delete({ where: { id } });
  });

  it("of another workspace's row cannot be decrypted elsewhere", async () => {
    const { id } = await make();
    const other = await createAlertStage();
    const row = await rowOf(id);
    expect(() => openTarget({ ...row, workspaceId: other.workspaceId })).toThrow(/does not open/);
    expect(sealTarget(row, { url: receiver.url }).target).not.toContain("127.0.0.1");
  });
});

describe("the log", () => {
  it("shows every delivery, and sends one again with the same id", async () => {
    const { id } = await make();
    await stage.raise({ title: "First" });
    receiver.answer = (response) => void response.writeHead(404).end("no such hook");
    for (let n = 0; n < 3; n++) {
      await stage.deliver();
      await stage.hurry();
    }
    const { items } = (await api.get(`/alert-channels/${id}/deliveries`)).body;
    expect(items).toMatchObject([
      {
        status: "failed",
        attempts: 3,
        lastStatus: 404,
        lastError: "It answered 404: no such hook",
        alert: { title: "First", kind: "guard.worse" },
        nextAttemptAt: null,
        replayOf: null,
      },
    ]);
    expect(items[0].durationMs).toBeGreaterThanOrEqual(0);
    receiver.answer = (response) => void response.writeHead(200).end();
    const again = await api.post(`/alert-channels/${id}/deliveries/${items[0].id}/replay`);
    expect(again.body).toMatchObject({ status: "pending", replayOf: items[0].id, alert: { title: "First" } });
    const twice = await api.post(`/alert-channels/${id}/deliveries/${again.body.id}/replay`);
    expect(twice.body).toMatchObject({ code: "invalid_state" });
    await stage.deliver();
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [newest] = (await api.get(`/alert-channels/${id}/deliveries?limit=1`)).body.items;
    expect(newest).toMatchObject({ id: again.body.id, status: "delivered", lastStatus: 200 });
    const { items: alerts } = (await api.get("/alerts")).body;
    expect(alerts[0].deliveries).toEqual([{ channel: "Ours", kind: "webhook", status: "failed" }]);
  });

  it("is limited to its channel and workspace", async () => {
    const [{ id }, { id: sibling }] = [await make(), await make()];
    await stage.raise();
    await stage.deliver();
    const [{ id: delivery }] = (await api.get(`/alert-channels/${id}/deliveries`)).body.items;
    expect((await api.post(`/alert-channels/${sibling}/deliveries/${delivery}/replay`)).status).toBe(404);
    const stranger = createClient(mount.send, (await createAlertStage()).manageKey);
    expect((await stranger.get(`/alert-channels/${id}/deliveries`)).status).toBe(404);
    expect((await stranger.post(`/alert-channels/${id}/deliveries/${delivery}/replay`)).status).toBe(404);
    expect((await stranger.post(`/alert-channels/${id}/test`)).status).toBe(404);
    expect((await stranger.delete(`/alert-channels/${id}`)).status).toBe(404);
    expect(receiver.received).toHaveLength(2);
    const runtime = createClient(mount.send, stage.runtimeKeys.production);
    expect((await runtime.get("/alert-channels")).body.code).toBe("insufficient_scope");
  });
});

describe("Slack", () => {
  it("gets blocks, and a text as a fallback", async () => {
    await make({ kind: "slack" });
    await stage.raise({ title: "support/reply <v9> is worse" });
    await stage.deliver();
    const [{ headers, body } = { headers: {} as Record<string, string>, body: "" }] = receiver.received;
    expect(headers["webhook-signature"]).toBeUndefined();
    const { text, blocks } = JSON.parse(body);
    expect(text).toContain("*support/reply &lt;v9&gt; is worse*\n78.7 % good answers.");
    expect(blocks[0]).toEqual({ type: "section", text: { type: "mrkdwn", text: expect.any(String) } });
  });
});

describe("e-mail", () => {
  it("reaches all recipients, in text and HTML, without user texts", async () => {
    await make(email);
    await stage.raise({ title: "Grüße <b>von</b> v9\r\nBcc: all@example.test", body: "78.7 % <script>x</script>" });
    expect((await stage.deliver()).delivered).toBe(1);
    const [mail] = mailbox.mails;
    expect(mail).toMatchObject({ from: "alerts@understudy.test", to: ["ana@example.test", "Bo@example.test"] });
    const { headers, text, html } = readMail(mail?.raw ?? "");
    expect(headers.filter((line) => /^bcc:/i.test(line))).toEqual([]);
    expect(headers).toContain("From: Understudy <alerts@understudy.test>");
    expect(headers).toContain("Auto-Submitted: auto-generated");
    expect(text).toContain("78.7 % <script>x</script>");
    expect(html).toContain("Grüße &lt;b&gt;von&lt;/b&gt; v9");
    expect(html).toContain("&lt;script&gt;x&lt;/script&gt;");
    expect(html).not.toMatch(/<script|<img|<link/);
  });

  it("is retried if the server is busy, less often if it refuses, and lists failed recipients", async () => {
    const { id } = await make(email);
    mailbox.refuse = () => ({ code: 451, message: "later" });
    await stage.raise();
    expect((await stage.deliver()).retried).toBe(1);
    mailbox.refuse = (address) => (address.startsWith("ana") ? { code: 550, message: "unknown" } : null);
    await stage.hurry();
    expect((await stage.deliver()).delivered).toBe(1);
    const [row] = (await api.get(`/alert-channels/${id}/deliveries`)).body.items;
    expect(row).toMatchObject({ attempts: 2, lastStatus: 250, lastError: "Not accepted for ana@example.test." });
    const ids = mailbox.mails.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
    expect(ids).toEqual([`<${row.id}@understudy>`]);
    mailbox.refuse = () => ({ code: 550, message: "unknown" });
    const test = await api.post(`/alert-channels/${id}/test`);
    expect(test.body).toMatchObject({ status: "failed", lastStatus: 550 });
  });

  it("reports what is missing if it cannot be sent", async () => {
    const { id } = await make(email);
    const { env } = await import("@/lib/core/env");
    const setting = env().SMTP_URL;
    env().SMTP_URL = undefined;
    const test = await api.post(`/alert-channels/${id}/test`);
    env().SMTP_URL = setting;
    expect(test.body).toMatchObject({ status: "failed", lastError: expect.stringMatching(/SMTP_URL is not set/) });
    expect(mailbox.mails).toHaveLength(0);
  });
});
