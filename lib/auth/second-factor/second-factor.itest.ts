import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { codeOf } from "@/lib/testing/code-of";
import { openTestSession } from "@/lib/testing/session";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { can } from "../authorize";
import { signInWithProvider } from "../commands/sign-in-with-provider";
import { changeWorkspace } from "../commands/workspaces";
import { hashPassword } from "../password";
import { listMembers } from "../queries/members";
import { getMemberActor } from "../queries/memberships";
import { getPersonOfSession, type SessionPerson } from "../sessions/queries";
import { signIn } from "../sign-in";
import { beginTotp, confirmTotp, removeTotp, renewRecoveryCodes } from "./commands/manage-totp";
import { getSecondFactor } from "./queries";
import { codeAt, stepAt } from "./totp";

vi.stubEnv("ENCRYPTION_KEYS", `local:${randomBytes(32).toString("base64url")}`);

const password = "a long enough password";
let workspace: TestWorkspace;
let person: SessionPerson;
let email: string;

beforeEach(async () => {
  workspace = await createTestWorkspace();
  const editor = await createTestMember(workspace.workspaceId, "editor");
  email = `${uuidV7()}@example.test`;
  await prisma().user.update({
    where: { id: editor.userId },
    data: { email, passwordHash: await hashPassword(password) },
  });
  person = await openTestSession(editor.userId);
});

/** Decodes the secret from the setup data, as an app does. */
function secretOf(uri: string): Buffer {
  const text = new URL(uri).searchParams.get("secret") ?? "";
  const bits = [...text].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  return Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
/** The code of the app, `offset` steps from now. */
const shown = (secret: Buffer, offset = 0) => codeAt(secret, stepAt(Date.now()) + offset);
const outcome = async (code?: string, entered = password) => {
  const result = await signIn(email, entered, { address: "", userAgent: "" }, code);
  return result.ok ? "in" : result.reason;
};

/** The person with the current state of the session, which the first code of an app makes strong. */
const anew = async () => (await getPersonOfSession(person.session.id)) ?? person;

/** Creates an account with an app whose current code is already used. */
async function setUp() {
  const { uri, secret: typed } = await beginTotp(person);
  const secret = secretOf(uri);
  expect(typed).toBe(new URL(uri).searchParams.get("secret"));
  const { codes } = await confirmTotp(person, { code: shown(secret) });
  return { secret, codes };
}

describe("an authenticator app", () => {
  it("is active after its first code, and then a sign-in needs a code, each valid once", async () => {
    const begun = await beginTotp(person);
    expect(await outcome()).toBe("in");
    expect((await getSecondFactor(person)).since).toBeNull();
    expect(await codeOf(confirmTotp(person, { code: "000000" }))).toBe("forbidden");
    const { secret, codes } = await setUp();
    expect(secret).not.toEqual(secretOf(begun.uri));
    expect(new Set(codes).size).toBe(10);
    expect(await outcome()).toBe("second_factor_required");
    expect(await outcome(shown(secret))).toBe("second_factor_wrong"); // used by the setup
    expect(await outcome(shown(secret, 1), "not the password")).toBe("no_match");
    expect(await outcome(shown(secret, 1))).toBe("in");
    expect(await outcome(shown(secret, 1))).toBe("second_factor_wrong");
    expect((await getSecondFactor(person)).since).not.toBeNull();
  });

  it("that is removed leaves no session with a second factor", async () => {
    const { codes } = await setUp();
    await prisma().session.update({ where: { id: person.session.id }, data: { method: "invitation" } });
    expect((await getPersonOfSession(person.session.id))?.session.isStrong).toBe(true);
    await removeTotp(person, { code: codes[0] ?? "" });
    expect((await getPersonOfSession(person.session.id))?.session.isStrong).toBe(false);
  });

  it("is stored encrypted, and recorded in every workspace", async () => {
    const { secret, codes } = await setUp();
    const rows = JSON.stringify([await prisma().secondFactor.findMany(), await prisma().recoveryCode.findMany()]);
    expect(rows).not.toContain(secret.toString("base64"));
    for (const code of codes) expect(rows).not.toContain(code);
    const { workspaceId } = workspace;
    expect(await prisma().auditEvent.count({ where: { workspaceId, action: "member.add-factor" } })).toBe(1);
  });

  it("accepts one of two concurrent uses of a code", async () => {
    const { secret } = await setUp();
    const code = shown(secret, 1);
    const results = await Promise.all([outcome(code), outcome(code), outcome(code)]);
    expect(results.toSorted()).toEqual(["in", "second_factor_wrong", "second_factor_wrong"]);
  });

  it("refuses every code for some time after five wrong ones, on any instance", async () => {
    const { secret } = await setUp();
    for (let n = 0; n < 5; n++) expect(await outcome("000000")).toBe("second_factor_wrong");
    expect(await outcome(shown(secret, 1))).toBe("second_factor_locked");
    await prisma().secondFactor.update({ where: { userId: person.userId }, data: { lockedUntil: new Date(0) } });
    expect(await outcome(shown(secret, 1))).toBe("in");
    const { failures } = await prisma().secondFactor.findUniqueOrThrow({ where: { userId: person.userId } });
    expect(failures).toBe(0);
  });

  it("requires a recent proof for its setup, renewal and removal, and a code for its removal", async () => {
    const stale = { ...person, session: { ...person.session, provedAt: Date.now() - 11 * 60_000 } };
    expect(await codeOf(beginTotp(stale))).toBe("proof_required");
    const { codes } = await setUp();
    expect(await codeOf(beginTotp(person))).toBe("invalid_state");
    expect(await codeOf(renewRecoveryCodes(stale))).toBe("proof_required");
    expect(await codeOf(removeTotp(stale, { code: codes[0] ?? "" }))).toBe("proof_required");
    expect(await codeOf(removeTotp(person, { code: "000000" }))).toBe("forbidden");
    const { failures } = await prisma().secondFactor.findUniqueOrThrow({ where: { userId: person.userId } });
    expect(failures).toBe(1);
    expect(await codeOf(removeTotp(person, { code: codes[0] ?? "" }))).toBe("fine");
    expect(await outcome()).toBe("in");
    expect(await prisma().recoveryCode.count({ where: { userId: person.userId } })).toBe(0);
  });
});

describe("a recovery code", () => {
  it("is not shown to a session that was opened with the password only", async () => {
    const weak = await openTestSession(person.userId);
    const { codes } = await setUp();
    expect(await codeOf(renewRecoveryCodes(weak))).toBe("second_factor_required");
    expect(await outcome(codes[0])).toBe("in");
  });

  it("signs in once, and new ones replace the old", async () => {
    const { codes } = await setUp();
    expect(await outcome(codes[0]?.toLowerCase())).toBe("in");
    expect(await outcome(codes[0])).toBe("second_factor_wrong");
    expect((await getSecondFactor(person)).recoveryCodesLeft).toBe(9);
    const { codes: renewed } = await renewRecoveryCodes(await anew());
    expect(await outcome(codes[1])).toBe("second_factor_wrong");
    expect(await outcome(renewed[1])).toBe("in");
    const { workspaceId } = workspace;
    expect(await prisma().auditEvent.count({ where: { workspaceId, action: "member.use-recovery-code" } })).toBe(2);
  });
});

describe("a workspace that requires a second factor", () => {
  it("refuses access with a password only, for every request", async () => {
    const { owner, slug } = workspace;
    expect(await codeOf(changeWorkspace(owner, { requiresSecondFactor: true }))).toBe("invalid_state");
    await prisma().userIdentity.create({ data: { provider: "oidc", subject: email, userId: owner.userId } });
    await changeWorkspace(owner, { requiresSecondFactor: true });
    const weak = await getMemberActor(person.userId, slug, person.session);
    expect(weak?.mustAddFactor).toBe(true);
    expect(weak && can(weak, "prompt:read")).toBe(false);
    expect(weak && (await codeOf(listMembers(weak, { limit: 1 })))).toBe("second_factor_required");
    await setUp();
    const session = (await getPersonOfSession(person.session.id))?.session;
    const strong = await getMemberActor(person.userId, slug, session);
    expect(strong?.mustAddFactor).toBeUndefined();
    expect(strong && can(strong, "prompt:read")).toBe(true);
    const { workspaceId } = workspace;
    expect(await prisma().auditEvent.count({ where: { workspaceId, action: "workspace.require-factor" } })).toBe(1);
  });
});

it("set up before the first sign-in through an identity provider ends with that, later ones do not", async () => {
  await setUp();
  const profile = { provider: "oidc", subject: uuidV7(), email, isEmailVerified: true, name: "Ana" };
  expect((await signInWithProvider(profile)).ok).toBe(true);
  const count = async () => [
    await prisma().secondFactor.count({ where: { userId: person.userId } }),
    await prisma().recoveryCode.count({ where: { userId: person.userId } }),
  ];
  expect(await count()).toEqual([0, 0]);
  person = await openTestSession(person.userId);
  await setUp();
  expect((await signInWithProvider({ ...profile, provider: "google" })).ok).toBe(true);
  expect(await count()).toEqual([1, 10]);
});
