import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { createWorkspace } from "@/lib/registry/commands/create-workspace";
import { codeOf } from "@/lib/testing/code-of";
import { openTestSession } from "@/lib/testing/session";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { changePassword, renamePerson } from "./commands/account";
import { inviteMember } from "./commands/invitations";
import { type ProviderProfile, signInWithProvider } from "./commands/sign-in-with-provider";
import { hashPassword } from "./password";
import { createWorkspaceInput } from "./schema";
import { getPersonOfSession, type SessionPerson } from "./sessions/queries";
import { signIn } from "./sign-in";

const current = "the password before";
let person: SessionPerson;
let made = 0;
const nextAddress = () => `10.7.${Math.floor(++made / 250)}.${made % 250}`;
const nextClient = () => ({ address: nextAddress(), userAgent: "a test" });

beforeEach(async () => {
  const email = `${uuidV7()}@example.test`;
  const row = await prisma().user.create({ data: { email, name: "Ana", passwordHash: await hashPassword(current) } });
  person = await openTestSession(row.id);
});

describe("a new password", () => {
  it("requires the current one, and ends the sessions that started with it", async () => {
    const { userId } = person;
    const elsewhere = await openTestSession(userId);
    const wrong = { current: "not the password", next: "the password after" };
    expect(await codeOf(changePassword(person, wrong, nextAddress()))).toBe("forbidden");
    expect(await getPersonOfSession(elsewhere.session.id)).toMatchObject({ userId });
    await changePassword(person, { current, next: "the password after" }, nextAddress());
    expect(await getPersonOfSession(elsewhere.session.id)).toBeNull();
    expect(await getPersonOfSession(person.session.id)).toMatchObject({ userId });
    expect((await signIn(person.email, "the password after", nextClient())).ok).toBe(true);
    expect((await signIn(person.email, current, nextClient())).ok).toBe(false);
  });

  it("accepts one of two concurrent changes", async () => {
    const change = (next: string) => codeOf(changePassword(person, { current, next }, nextAddress()));
    const outcomes = await Promise.all([change("the first new one"), change("the second new one")]);
    expect(outcomes.toSorted()).toEqual(["fine", "forbidden"]);
  });

  it("cannot be guessed", async () => {
    const address = nextAddress();
    const guess = () => codeOf(changePassword(person, { current: "guess", next: "the password after" }, address));
    for (let i = 0; i < 5; i++) expect(await guess()).toBe("forbidden");
    expect(await guess()).toBe("rate_limited");
  });
});

it("renames a person", async () => {
  await renamePerson(person, { name: "Ana Maria" });
  expect(await getPersonOfSession(person.session.id)).toMatchObject({ name: "Ana Maria" });
});

describe("a new workspace", () => {
  it("has its environments and its owner, and one of two concurrent requests gets the slug", async () => {
    const slug = `own-${person.userId.slice(-12)}`;
    const make = () => codeOf(createWorkspace(person, { name: "Own", slug }));
    expect((await Promise.all([make(), make()])).toSorted()).toEqual(["already_exists", "fine"]);
    const row = await prisma().workspace.findUniqueOrThrow({
      where: { slug },
      include: { members: true, environments: true, auditEvents: true },
    });
    expect(row.members).toMatchObject([{ userId: person.userId, role: "owner" }]);
    expect(row.environments).toHaveLength(3);
    expect(row.auditEvents.map(({ action }) => action)).toEqual(["workspace.create"]);
  });

  it("cannot use a path of Understudy", () => {
    for (const slug of ["api", "sign-in", "account", "Upper", "a"])
      expect(createWorkspaceInput.safeParse({ name: "Own", slug }).success, slug).toBe(false);
  });
});

describe("an identity provider's person", () => {
  const profile = (more: Partial<ProviderProfile> = {}): ProviderProfile => ({
    provider: "oidc",
    subject: uuidV7(),
    email: person.email,
    isEmailVerified: true,
    name: "From outside",
    ...more,
  });

  it("is the account with the same verified address, and stays linked by the provider's id", async () => {
    const first = profile({ email: person.email.toUpperCase() });
    expect(await signInWithProvider(first)).toMatchObject({ ok: true, user: { id: person.userId, name: "Ana" } });
    expect(await signInWithProvider({ ...first, email: undefined, isEmailVerified: false })).toMatchObject({
      user: { id: person.userId },
    });
    // The same id at another provider is another person.
    const elsewhere = { ...first, provider: "google", email: "x@example.test" };
    expect(await signInWithProvider(elsewhere)).toEqual({ ok: false, reason: "no_account" });
  });

  it("removes access of a person who set a password for the address before", async () => {
    const { email, userId } = person;
    const squatter = await openTestSession(userId);
    await signInWithProvider(profile());
    expect(await signIn(email, current, nextClient())).toEqual({ ok: false, reason: "no_match" });
    expect(await getPersonOfSession(squatter.session.id)).toBeNull();
  });

  it("is refused with an unverified address, or without one", async () => {
    expect(await signInWithProvider(profile({ isEmailVerified: false }))).toEqual({
      ok: false,
      reason: "email_unverified",
    });
    expect(await signInWithProvider(profile({ email: undefined }))).toEqual({ ok: false, reason: "no_email" });
    expect(await prisma().userIdentity.count({ where: { userId: person.userId } })).toBe(0);
  });

  it("gets one account if invited, also with concurrent sign-ins", async () => {
    const { owner, workspaceId } = await createTestWorkspace();
    const email = `${uuidV7()}@example.test`;
    expect(await signInWithProvider(profile({ email }))).toEqual({ ok: false, reason: "no_account" });
    const { id } = await inviteMember(owner, { email, role: "viewer" });
    const same = profile({ email });
    const results = await Promise.all([signInWithProvider(same), signInWithProvider(same), signInWithProvider(same)]);
    expect(new Set(results.map((result) => result.ok && result.user.id)).size).toBe(1);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await prisma().member.count({ where: { workspaceId, user: { email } } })).toBe(0); // joining needs a click
    await prisma().invitation.update({ where: { id, workspaceId }, data: { expiresAt: new Date(0) } });
    expect(await signInWithProvider(profile({ email: `2${email}` }))).toMatchObject({ ok: false });
  });
});
