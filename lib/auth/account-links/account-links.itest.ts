import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { drainOutbox } from "@/lib/core/outbox";
import { uuidV7 } from "@/lib/core/uuid";
import { codeOf } from "@/lib/testing/code-of";
import { type Mailbox, readMail, startMailbox } from "@/lib/testing/mailbox";
import { openTestSession } from "@/lib/testing/session";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { UserActor } from "../actor";
import { changePassword } from "../commands/account";
import { acceptInvitation, inviteMember, joinWithAccount } from "../commands/invitations";
import { signInWithProvider } from "../commands/sign-in-with-provider";
import { deliverMail, mailTopic } from "../mail/commands";
import { hashPassword } from "../password";
import { getAccount } from "../queries/people";
import { getPersonOfSession, type SessionPerson } from "../sessions/queries";
import { signIn } from "../sign-in";
import { confirmAddress, requestEmailChange, requestVerification } from "./commands/confirm-address";
import {
  assertMayRequestReset,
  makeResetLink,
  makeResetLinkOnServer,
  requestPasswordReset,
  resetPassword,
} from "./commands/reset-password";
import { getAccountLink } from "./queries";

const password = "a long enough password";
const next = "another long password";
let mailbox: Mailbox;
let workspace: TestWorkspace;
let editor: UserActor;
let email: string;

beforeAll(async () => {
  mailbox = await startMailbox();
  vi.stubEnv("SMTP_URL", `${mailbox.url}?ignoreTLS=true`);
  vi.stubEnv("SMTP_FROM", "Understudy <understudy@example.com>");
  vi.stubEnv("UNDERSTUDY_URL", "https://prompts.example.com/");
  vi.stubEnv("ENCRYPTION_KEYS", `local:${randomBytes(32).toString("base64url")}`);
});
afterAll(() => mailbox.stop());

beforeEach(async () => {
  workspace = await createTestWorkspace();
  editor = await createTestMember(workspace.workspaceId, "editor");
  email = `${uuidV7()}@example.test`;
  await prisma().user.update({
    where: { id: editor.userId },
    data: { email, passwordHash: await hashPassword(password) },
  });
});

/** Delivers the queued mails and returns those to these addresses, newest last. */
async function mailsTo(...addresses: string[]) {
  while ((await drainOutbox(deliverMail, { topic: mailTopic, limit: 20 })) > 0);
  return mailbox.mails
    .filter(({ to }) => to.some((address) => addresses.includes(address)))
    .map(({ to, raw }) => ({ to: to[0], ...readMail(raw) }));
}
const tokenIn = (text: string | undefined) =>
  /https:\/\/prompts\.example\.com\/\S+\/([\w-]{43})/.exec(text ?? "")?.[1] ?? "";
const client = { address: "", userAgent: "" };
const actionsIn = async (workspaceId: string) =>
  (await prisma().auditEvent.findMany({ where: { workspaceId }, orderBy: { at: "asc" } })).map(({ action }) => action);

describe("a forgotten password", () => {
  it("is reset once by a link in an e-mail; all sessions end and the address is confirmed", async () => {
    const session = await openTestSession(editor.userId);
    await requestPasswordReset({ email });
    const [mail] = await mailsTo(email);
    expect(mail?.headers).toContain("Subject: Set a new password");
    const token = tokenIn(mail?.text);
    expect(await getAccountLink(token)).toEqual({ kind: "reset", email, status: "open" });
    const tries = [1, 2, 3].map((n) => codeOf(resetPassword({ token, password: `${next} ${n}` })));
    expect((await Promise.all(tries)).toSorted()).toEqual(["fine", "link_expired", "link_expired"]);
    expect(await getPersonOfSession(session.session.id)).toBeNull();
    expect((await signIn(email, password, client)).ok).toBe(false);
    expect((await getAccount({ userId: editor.userId, name: "", email })).isEmailVerified).toBe(true);
    expect((await mailsTo(email)).at(-1)?.headers).toContain("Subject: Your password was changed");
    expect(await actionsIn(workspace.workspaceId)).toContain("member.reset-password");
    expect((await getAccountLink(token))?.status).toBe("used");
  });

  it("sends nothing to an address without an account", async () => {
    const stranger = `${uuidV7()}@example.test`;
    await requestPasswordReset({ email: stranger });
    expect(await mailsTo(stranger)).toEqual([]);
  });

  it("sends at most three links in 15 minutes, of which the newest is valid, and counts attempts", async () => {
    for (let n = 0; n < 5; n++) await requestPasswordReset({ email });
    const mails = await mailsTo(email);
    expect(mails).toHaveLength(3);
    const statuses = await Promise.all(mails.map(async ({ text }) => (await getAccountLink(tokenIn(text)))?.status));
    expect(statuses).toEqual(["used", "used", "open"]);
    for (let n = 0; n < 5; n++) assertMayRequestReset({ email }, "");
    expect(() => assertMayRequestReset({ email }, "")).toThrow("Too many attempts.");
  });

  it("cannot bypass an identity provider", async () => {
    await prisma().user.update({ where: { id: editor.userId }, data: { passwordHash: null } });
    await prisma().userIdentity.create({ data: { provider: "oidc", subject: email, userId: editor.userId } });
    await requestPasswordReset({ email });
    const [mail] = await mailsTo(email);
    expect(mail?.text).toContain("you sign in through oidc");
    expect(tokenIn(mail?.text)).toBe("");
  });

  it("stores no plain token, neither in the outbox nor in the table", async () => {
    await requestPasswordReset({ email });
    const waiting = JSON.stringify(await prisma().outboxMessage.findMany({ where: { topic: mailTopic } }));
    const [mail] = await mailsTo(email);
    const token = tokenIn(mail?.text);
    expect(token).toHaveLength(43);
    expect(waiting).not.toContain(token);
    expect(waiting).not.toContain(email);
    expect(JSON.stringify(await prisma().accountLink.findMany())).not.toContain(token);
  });
});

describe("a change of address requested with the password", () => {
  const requestLink = async () => {
    const thief = await openTestSession(editor.userId);
    const to = `${uuidV7()}@example.test`;
    await requestEmailChange(thief, { email: to });
    return { thief, token: tokenIn((await mailsTo(to))[0]?.text) };
  };

  it("is cancelled by a new password", async () => {
    const { thief, token } = await requestLink();
    expect((await getAccountLink(token))?.status).toBe("open");
    await changePassword(await openTestSession(editor.userId), { current: password, next }, "");
    expect(await codeOf(confirmAddress({ token }))).toBe("link_expired");
    expect(await codeOf(requestEmailChange(thief, { email: `${uuidV7()}@example.test` }))).toBe("unauthenticated");
  });

  it("is cancelled by the first sign-in of the address through a provider", async () => {
    const { token } = await requestLink();
    const profile = { provider: "oidc", subject: uuidV7(), email, isEmailVerified: true, name: "Ana" };
    expect((await signInWithProvider(profile)).ok).toBe(true);
    expect(await codeOf(confirmAddress({ token }))).toBe("link_expired");
  });
});

describe("a link created by an owner", () => {
  it("sets the password without confirming the address, and is in the audit log", async () => {
    const { url } = await makeResetLink(workspace.owner, { id: editor.userId });
    await resetPassword({ token: tokenIn(url), password: next });
    expect((await signIn(email, next, client)).ok).toBe(true);
    expect((await getAccount({ userId: editor.userId, name: "", email })).isEmailVerified).toBe(false);
    expect(await actionsIn(workspace.workspaceId)).toEqual(
      expect.arrayContaining(["member.reset-link", "member.reset-password"]),
    );
  });

  it("requires an owner of all workspaces of the person, and is refused for oneself", async () => {
    const admin = await createTestMember(workspace.workspaceId, "admin");
    expect(await codeOf(makeResetLink(admin, { id: editor.userId }))).toBe("forbidden");
    expect(await codeOf(makeResetLink(workspace.owner, { id: workspace.owner.userId }))).toBe("forbidden");
    const elsewhere = await createTestWorkspace();
    expect(await codeOf(makeResetLink(elsewhere.owner, { id: editor.userId }))).toBe("not_found");
    await prisma().member.create({
      data: { workspaceId: elsewhere.workspaceId, userId: editor.userId, role: "viewer" },
    });
    expect(await codeOf(makeResetLink(workspace.owner, { id: editor.userId }))).toBe("forbidden");
    const { url, hours } = await makeResetLinkOnServer(` ${email.toUpperCase()} `);
    expect(hours).toBe(24);
    await resetPassword({ token: tokenIn(url), password: next });
    expect(await codeOf(makeResetLinkOnServer("nobody@example.test"))).toBe("not_found");
  });

  it("is invalid once the person is in a workspace of another owner", async () => {
    const { url } = await makeResetLink(workspace.owner, { id: editor.userId });
    const elsewhere = await createTestWorkspace();
    await prisma().member.create({
      data: { workspaceId: elsewhere.workspaceId, userId: editor.userId, role: "viewer" },
    });
    expect(await codeOf(resetPassword({ token: tokenIn(url), password: next }))).toBe("link_expired");
    expect((await signIn(email, password, client)).ok).toBe(true);
  });
});

describe("an address", () => {
  const personOf = async (): Promise<SessionPerson> => openTestSession(editor.userId);

  it("is confirmed by a link", async () => {
    await requestVerification(await personOf());
    const [mail] = await mailsTo(email);
    expect(await confirmAddress({ token: tokenIn(mail?.text) })).toEqual({ email, isChanged: false });
    expect((await getAccount({ userId: editor.userId, name: "", email })).isEmailVerified).toBe(true);
    expect(await codeOf(resetPassword({ token: tokenIn(mail?.text), password: next }))).toBe("link_expired");
  });

  it("changes once the new one is confirmed; both are notified", async () => {
    const person = await personOf();
    const to = `${uuidV7()}@example.test`;
    await requestEmailChange(person, { email: to });
    const [notice] = await mailsTo(email);
    expect(notice?.text).toContain(`requested to change its address to ${to}`);
    const [mail] = await mailsTo(to);
    expect((await getPersonOfSession(person.session.id))?.email).toBe(email);
    expect(await confirmAddress({ token: tokenIn(mail?.text) })).toEqual({ email: to, isChanged: true });
    expect((await getPersonOfSession(person.session.id))?.email).toBe(to);
    expect(
      (await mailsTo(email, to)).filter(({ text }) => text.includes("was changed from")).map(({ to: at }) => at),
    ).toEqual(expect.arrayContaining([email, to]));
    expect(await actionsIn(workspace.workspaceId)).toContain("member.change-email");
    expect((await signIn(to, password, client)).ok).toBe(true);
  });

  it("of another account is not changed, not notified, and not revealed", async () => {
    const { email: taken } = await prisma().user.findUniqueOrThrow({ where: { id: workspace.owner.userId } });
    expect(await requestEmailChange(await personOf(), { email: taken })).toEqual({ email: taken });
    expect(await mailsTo(taken)).toEqual([]);
  });

  it("that another account took in the meantime is refused", async () => {
    const to = `${uuidV7()}@example.test`;
    await requestEmailChange(await personOf(), { email: to });
    const [mail] = await mailsTo(to);
    await prisma().user.create({ data: { email: to, name: "Quick" } });
    expect(await codeOf(confirmAddress({ token: tokenIn(mail?.text) }))).toBe("already_exists");
  });

  it("changes only after a recent proof of identity", async () => {
    const person = await personOf();
    const stale = { ...person, session: { ...person.session, provedAt: Date.now() - 11 * 60_000 } };
    expect(await codeOf(requestEmailChange(stale, { email: `${uuidV7()}@example.test` }))).toBe("proof_required");
  });
});

describe("an invitation by e-mail", () => {
  it("is sent only to the address, and joining with it confirms the address", async () => {
    const invited = `${uuidV7()}@example.test`;
    const made = await inviteMember(workspace.owner, { email: invited, role: "editor" });
    expect(made.token).toBeNull();
    const [mail] = await mailsTo(invited);
    expect(mail?.headers.some((line) => line.startsWith("Subject: Join"))).toBe(true);
    const account = await joinWithAccount({ token: tokenIn(mail?.text), name: "Ana", password });
    expect((await getAccount({ userId: account.id, name: "", email: invited })).isEmailVerified).toBe(true);
  });

  it("confirms the address of an existing account, too", async () => {
    const other = await createTestWorkspace();
    await inviteMember(other.owner, { email, role: "viewer" });
    const mail = (await mailsTo(email)).at(-1);
    await acceptInvitation({ userId: editor.userId, name: "x", email }, { token: tokenIn(mail?.text) });
    expect((await getAccount({ userId: editor.userId, name: "", email })).isEmailVerified).toBe(true);
  });
});

describe("an e-mail that cannot be sent", () => {
  it("is retried while the server is unavailable, and dropped if it is refused", async () => {
    mailbox.refuse = () => ({ code: 451, message: "later" });
    await requestPasswordReset({ email });
    expect(await mailsTo(email)).toEqual([]);
    const waiting = await prisma().outboxMessage.findFirstOrThrow({
      where: { topic: mailTopic, deliveredAt: null },
      orderBy: { createdAt: "desc" },
    });
    expect(waiting.attempts).toBe(1);
    mailbox.refuse = () => ({ code: 550, message: "no such user" });
    await prisma().$executeRaw`update outbox_messages set available_at = now() where id = ${waiting.id}::uuid`;
    expect(await mailsTo(email)).toEqual([]);
    expect((await prisma().outboxMessage.findUniqueOrThrow({ where: { id: waiting.id } })).deliveredAt).not.toBeNull();
    mailbox.refuse = () => null;
  });
});
