import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { rotatePersonalSecrets } from "@/lib/auth/commands/rotate-personal-secrets";
import { mailMembers, openSlackMessage, personalSlackTopic } from "@/lib/auth/mail/commands";
import { openTotp, sealTotp } from "@/lib/auth/second-factor/sealed";
import { prisma, transaction } from "@/lib/core/db";
import { queuedMails, stubMail } from "@/lib/testing/queued-mails";
import { type Receiver, startReceiver } from "@/lib/testing/receiver";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { deliverPersonalSlack } from "./commands/deliver-slack";
import { removeSlackAddress, setSlackAddress } from "./commands/slack-address";

let receiver: Receiver;
let workspace: TestWorkspace;
let person: Person;
let email: string;

beforeAll(async () => {
  stubMail();
  vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
  receiver = await startReceiver();
  workspace = await createTestWorkspace();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await receiver.stop();
});
beforeEach(async () => {
  const { userId, name } = await createTestMember(workspace.workspaceId, "editor");
  ({ email } = await prisma().user.findUniqueOrThrow({ where: { id: userId } }));
  person = { userId, name, email };
  receiver.received.length = 0;
  receiver.answer = (response) => void response.writeHead(200).end("ok");
});

const letter = {
  kind: "mentioned",
  what: "comment",
  url: "https://prompts.example.com/fernway/changes/3",
  workspace: "Fernway",
  by: "Mara <b>",
  about: "shop/reply v3",
  text: "Please look.",
} as const;
const mention = () =>
  transaction((tx) =>
    mailMembers(tx, "mentioned", { workspaceId: workspace.workspaceId, userIds: [person.userId] }, () => letter),
  );
/** The messages of this person in the outbox. */
async function waiting() {
  const rows = await prisma().outboxMessage.findMany({ where: { topic: personalSlackTopic } });
  return rows.filter(({ payload }) => {
    try {
      return openSlackMessage(payload).userId === person.userId;
    } catch {
      return false; // of another test file, which has another key
    }
  });
}
const deliver = async () => {
  for (const message of await waiting()) await deliverPersonalSlack(message);
};
const mails = async () => (await queuedMails()).filter(({ to }) => to === email);
const texts = () => receiver.received.map(({ body }) => (JSON.parse(body) as { text: string }).text);
const row = () => prisma().user.findUniqueOrThrow({ where: { id: person.userId } });
const events = async () =>
  (
    await prisma().auditEvent.findMany({
      where: { workspaceId: workspace.workspaceId, targetId: person.userId, action: { contains: "slack" } },
      orderBy: { at: "asc" },
    })
  ).map(({ action, data }) => [action, data]);

it("messages to a person go to their Slack, until it is removed", async () => {
  const url = `${receiver.url}/services/T0/B0/secret`;
  expect(await setSlackAddress(person, { url })).toEqual({ host: `127.0.0.1:${receiver.port}` });
  expect(texts()).toEqual([expect.stringContaining("are sent here from now on")]);
  expect((await row()).slackTarget).not.toContain("secret");

  await mention();
  await deliver();
  expect(texts()[1]).toContain("*Mara &lt;b&gt; mentioned you on shop/reply v3*\nPlease look.");
  expect(texts()[1]).toContain("<https://prompts.example.com/fernway/changes/3|Open the comment>");
  expect(await mails()).toEqual([]);

  await removeSlackAddress(person);
  await removeSlackAddress(person);
  await mention();
  expect((await mails()).map(({ subject }) => subject)).toEqual(["Mara <b> mentioned you on shop/reply v3"]);
  expect(await events()).toEqual([
    ["member.set-slack", { host: `127.0.0.1:${receiver.port}` }],
    ["member.remove-slack", {}],
  ]);
});

it("an address that may not be called, or does not take the first message, is not stored", async () => {
  const set = (url: string) => setSlackAddress(person, { url });
  const pointer = [expect.objectContaining({ pointer: "/url" })];
  await expect(set("http://10.0.0.1/services")).rejects.toMatchObject({ code: "url_not_allowed", errors: pointer });
  receiver.answer = (response) => void response.writeHead(404).end("no_service");
  await expect(set(receiver.url)).rejects.toMatchObject({
    code: "invalid_state",
    message: "The first message was not accepted. It answered 404: no_service",
    errors: pointer,
  });
  expect(await row()).toMatchObject({ slackTarget: null, slackHint: null });
});

it("a person sets an address at most five times a minute, because each calls it", async () => {
  const set = () => setSlackAddress(person, { url: receiver.url });
  receiver.answer = (response) => void response.writeHead(404).end();
  for (let n = 0; n < 5; n++) await expect(set()).rejects.toMatchObject({ code: "invalid_state" });
  await expect(set()).rejects.toMatchObject({ code: "rate_limited" });
  expect(receiver.received).toHaveLength(5);
});

it("a message that Slack refuses is sent by e-mail, and so are later ones; a temporary fault is retried", async () => {
  await setSlackAddress(person, { url: receiver.url });
  await mention();
  receiver.answer = (response) => void response.writeHead(503).end();
  await expect(deliver()).rejects.toThrow("It answered 503.");
  expect(await mails()).toEqual([]);
  expect((await row()).slackFailure).toBeNull();

  receiver.answer = (response) => void response.writeHead(404).end("no_service");
  await deliver();
  expect(await mails()).toHaveLength(1);
  expect((await row()).slackFailure).toBe("It answered 404: no_service");
  await mention();
  expect(await mails()).toHaveLength(2);
});

it("secrets of people are encrypted again under a new key", async () => {
  await setSlackAddress(person, { url: receiver.url });
  const { userId } = person;
  await prisma().secondFactor.create({
    data: { userId, secret: sealTotp(Buffer.from("a secret of 20 bytes"), userId) },
  });
  const old = process.env.ENCRYPTION_KEYS ?? "";
  vi.stubEnv("ENCRYPTION_KEYS", `new:${randomBytes(32).toString("base64url")},${old}`);
  expect((await rotatePersonalSecrets()).rotated).toBeGreaterThanOrEqual(2);
  vi.stubEnv("ENCRYPTION_KEYS", (process.env.ENCRYPTION_KEYS ?? "").split(",")[0] ?? "");
  const { secret } = await prisma().secondFactor.findUniqueOrThrow({ where: { userId } });
  expect(openTotp(secret, userId).toString()).toBe("a secret of 20 bytes");
  await mention();
  await deliver();
  expect(texts()).toHaveLength(2);
  vi.stubEnv("ENCRYPTION_KEYS", old);
});
