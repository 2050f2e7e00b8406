import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { createAuthenticator } from "@/lib/testing/authenticator";
import { codeOf } from "@/lib/testing/code-of";
import { openTestSession } from "@/lib/testing/session";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { signInWithProvider } from "../commands/sign-in-with-provider";
import { changeWorkspace } from "../commands/workspaces";
import { beginTotp } from "../second-factor/commands/manage-totp";
import { getPersonOfSession, type SessionPerson } from "../sessions/queries";
import { clearChallenges } from "./commands/challenges";
import { addPasskey, beginPasskey, removePasskey } from "./commands/manage-passkeys";
import { beginPasskeyProof, beginPasskeySignIn, proveWithPasskey, signInWithPasskey } from "./commands/use-passkey";
import { listPasskeys } from "./queries";
import { handleOf } from "./relying-party";

const [host, origin] = ["prompts.example.com", "https://prompts.example.com"];
vi.stubEnv("UNDERSTUDY_URL", `${origin}/`);
vi.stubEnv("ENCRYPTION_KEYS", `local:${randomBytes(32).toString("base64url")}`);

const client = { address: "", userAgent: "a test" };
let workspace: TestWorkspace;
let person: SessionPerson;

beforeEach(async () => {
  workspace = await createTestWorkspace();
  person = await openTestSession((await createTestMember(workspace.workspaceId, "editor")).userId);
});

const again = (who: SessionPerson) => openTestSession(who.userId);
const authenticator = () => createAuthenticator(host, origin);
/** Adds a passkey to the person and returns it. */
async function withPasskey(who = person) {
  const device = authenticator();
  await addPasskey(who, { name: "Laptop", response: device.register(await beginPasskey(who)) });
  return device;
}
const comesIn = async (device: ReturnType<typeof authenticator>, lies = {}) =>
  (await signInWithPasskey(device.answer(await beginPasskeySignIn(), lies), client))?.id ?? null;
const actions = async () =>
  (await prisma().auditEvent.findMany({ where: { workspaceId: workspace.workspaceId }, orderBy: { at: "asc" } }))
    .map(({ action }) => action)
    .filter((action) => /factor|session/.test(action));

describe("a passkey", () => {
  it("can be added, signs in as a second factor, and can be removed", async () => {
    const device = await withPasskey();
    const handle = handleOf(person.userId);
    const user = await signInWithPasskey(device.answer(await beginPasskeySignIn(), { handle }), client);
    expect((await getPersonOfSession(user?.sessionId ?? ""))?.session).toMatchObject({
      method: "passkey",
      isStrong: true,
    });
    expect(await listPasskeys(person)).toMatchObject([
      { id: device.id, name: "Laptop", lastUsedAt: expect.any(String) },
    ]);
    const [here] = [await getPersonOfSession(person.session.id)];
    if (!here) throw new Error("The session has ended.");
    await removePasskey(here, { id: device.id });
    expect(await comesIn(device)).toBeNull();
    expect(await actions()).toEqual(["session.start", "member.add-factor", "session.start", "member.remove-factor"]);
  });

  it.each([
    ["another origin", { origin: "https://prompts.example.com.evil.test" }],
    ["another host", { rpId: "evil.test" }],
    ["a counter that went back", { counter: 1 }],
    ["a counter that stands still", { counter: 2 }],
    ["somebody else's name", { handle: handleOf(uuidV7()) }],
    ["nobody who was verified", { isUnverified: true }],
  ])("is refused with %s", async (_, lies) => {
    const device = await withPasskey();
    expect(await comesIn(device)).toBe(person.userId);
    expect(await comesIn(device, lies)).toBeNull();
    expect(await comesIn(device)).toBe(person.userId);
  });

  it("is valid for one challenge of its purpose and time", async () => {
    const device = await withPasskey();
    const challenge = await beginPasskeySignIn();
    const answers = await Promise.all([1, 2, 3].map(() => signInWithPasskey(device.answer(challenge), client)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(
      await signInWithPasskey(device.answer({ challenge: randomBytes(32).toString("base64url") }), client),
    ).toBeNull();
    const proof = await beginPasskeyProof(person);
    expect(await signInWithPasskey(device.answer(proof ?? challenge), client)).toBeNull();
    const late = await beginPasskeySignIn();
    await prisma().passkeyChallenge.update({ where: { challenge: late.challenge }, data: { expiresAt: new Date(0) } });
    expect(await signInWithPasskey(device.answer(late), client)).toBeNull();
    expect(await clearChallenges()).toBeGreaterThan(0);
  });

  it("is refused with false data, with another person's challenge, and twice", async () => {
    const device = authenticator();
    const add = async (lies: object, options?: { challenge: string }) =>
      codeOf(
        addPasskey(person, { name: "k", response: device.register(options ?? (await beginPasskey(person)), lies) }),
      );
    expect(await add({ origin: "https://evil.test" })).toBe("forbidden");
    expect(await add({ rpId: "evil.test" })).toBe("forbidden");
    expect(await add({ isUnverified: true })).toBe("forbidden");
    const other = await again({ ...person, userId: workspace.owner.userId });
    expect(await add({}, await beginPasskey(other))).toBe("forbidden");
    expect(await add({}, await beginPasskeySignIn())).toBe("forbidden");
    expect(await add({})).toBe("fine");
    const taken = device.register(await beginPasskey(other));
    expect(await codeOf(addPasskey(other, { name: "mine", response: taken }))).toBe("forbidden");
    expect(await comesIn(device)).toBe(person.userId);
  });

  it("confirms instead of the password, for its own person only", async () => {
    const device = await withPasskey();
    const other = await again({ ...person, userId: workspace.owner.userId });
    expect(await beginPasskeyProof(other)).toBeNull();
    const theirs = await withPasskey(other);
    const weak = await again(person);
    await prisma().session.update({ where: { id: weak.session.id }, data: { provedAt: new Date(0) } });
    const stale = await getPersonOfSession(weak.session.id);
    if (!stale) throw new Error("The session has ended.");
    expect(await codeOf(beginPasskey(stale))).toBe("proof_required");
    const prove = async (from: typeof device) => {
      const options = await beginPasskeyProof(stale);
      if (!options) throw new Error("no passkey");
      return codeOf(proveWithPasskey(stale, { response: from.answer(options) }, ""));
    };
    expect(await prove(theirs)).toBe("forbidden");
    expect(await prove(device)).toBe("fine");
    const proved = await getPersonOfSession(weak.session.id);
    expect(proved?.session.isStrong).toBe(true);
    expect(proved?.session.provedAt).toBeGreaterThan(0);
  });

  it("prevents a session with the password only from adding factors", async () => {
    const device = await withPasskey();
    const thief = await again(person);
    const own = authenticator().register(await beginPasskey(thief));
    expect(await codeOf(addPasskey(thief, { name: "own", response: own }))).toBe("second_factor_required");
    expect(await codeOf(removePasskey(thief, { id: device.id }))).toBe("second_factor_required");
    expect(await codeOf(beginTotp(thief))).toBe("second_factor_required");
  });

  it("lets an owner require a second factor, and ends with the first sign-in through an identity provider", async () => {
    const owner = await openTestSession(workspace.owner.userId);
    const require = () => codeOf(changeWorkspace(workspace.owner, { requiresSecondFactor: true }));
    expect(await require()).toBe("invalid_state");
    const device = await withPasskey(owner);
    expect(await require()).toBe("fine");
    const profile = { provider: "oidc", subject: uuidV7(), email: owner.email, isEmailVerified: true, name: "Ana" };
    expect((await signInWithProvider(profile)).ok).toBe(true);
    expect(await comesIn(device)).toBeNull();
  });
});

it("cannot be added if the server's address does not allow it", async () => {
  vi.stubEnv("UNDERSTUDY_URL", "http://10.0.0.1:3000");
  expect(await codeOf(beginPasskey(person))).toBe("invalid_state");
  vi.stubEnv("UNDERSTUDY_URL", `${origin}/`);
});
