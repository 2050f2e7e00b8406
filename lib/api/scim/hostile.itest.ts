import { afterAll, beforeAll, expect, test } from "vitest";
import { inviteMember } from "@/lib/auth/commands/invitations";
import { joinByDomain } from "@/lib/auth/domains/commands";
import { createScimToken, revokeScimToken } from "@/lib/auth/scim/commands/tokens";
import { listScimTokens } from "@/lib/auth/scim/queries";
import { closeDatabase, prisma } from "@/lib/core/db";
import type { Mount } from "@/lib/testing/api";
import { codeOf } from "@/lib/testing/code-of";
import { connectScim, mountScim, ownTestDomain } from "@/lib/testing/scim";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";

let mount: Mount;
let own: TestWorkspace;
let other: TestWorkspace;
let idp: Awaited<ReturnType<typeof connectScim>>;
let domain: string;

beforeAll(async () => {
  mount = await mountScim();
  [own, other] = await Promise.all([createTestWorkspace(), createTestWorkspace()]);
  domain = await ownTestDomain(own);
  idp = await connectScim(mount.send, own);
});
afterAll(async () => {
  await mount.stop();
  await closeDatabase();
});

let made = 0;
const user = (extra: object = {}) => ({ userName: `u${made++}@${domain}`, ...extra });
const find = (filter: string) => idp.get(`/Users?filter=${encodeURIComponent(filter)}`);

test("a token is limited to one workspace and to SCIM, and is revoked immediately", async () => {
  const stranger = await createTestMember(other.workspaceId, "viewer");
  for (const method of ["GET", "DELETE"])
    expect((await idp.call(method, `/Users/${stranger.userId}`)).status).toBe(404);
  const active = { op: "replace", path: "active", value: false };
  expect((await idp.patch(`/Users/${stranger.userId}`, active)).status).toBe(404);
  expect((await idp.put(`/Users/${stranger.userId}`, user())).status).toBe(404);
  expect((await find(`id eq "${stranger.userId}"`)).body.totalResults).toBe(0);
  const { body: group } = await idp.post("/Groups", { displayName: "understudy-admins" });
  expect(
    (await idp.patch(`/Groups/${group.id}`, { op: "add", path: "members", value: [{ value: stranger.userId }] })).body,
  ).toMatchObject({ status: "400", scimType: "invalidValue" });
  const theirs = await connectScim(mount.send, other);
  for (const method of ["GET", "DELETE"]) expect((await theirs.call(method, `/Groups/${group.id}`)).status).toBe(404);
  expect(await prisma().member.count({ where: { userId: stranger.userId } })).toBe(1);

  const send = (authorization?: string) =>
    mount.send("/api/scim/v2/Users", { headers: authorization ? { authorization } : {} });
  expect((await send()).status).toBe(401);
  expect((await send(`Bearer ${own.manageKey}`)).status).toBe(401);
  expect((await send(`Basic ${btoa(`x:${idp.token}`)}`)).status).toBe(401);
  expect((await prisma().scimToken.findUniqueOrThrow({ where: { id: theirs.tokenId } })).hash).not.toContain("us_scim");
  expect((await listScimTokens(other.owner))[0]?.lastUsedAt).not.toBeNull();
  expect(await codeOf(revokeScimToken(own.owner, { id: theirs.tokenId }))).toBe("not_found");
  await revokeScimToken(other.owner, { id: theirs.tokenId });
  expect((await theirs.get("/Users")).status).toBe(401);
});

test("only owners create tokens, at most two", async () => {
  const admin = await createTestMember(other.workspaceId, "admin");
  expect(await codeOf(createScimToken(admin))).toBe("forbidden");
  expect(await codeOf(createScimToken(keyActorFor(other, "all")))).toBe("forbidden");
  await createScimToken(other.owner);
  const { id } = await createScimToken(other.owner);
  expect(await codeOf(createScimToken(other.owner))).toBe("invalid_state");
  expect(await codeOf(revokeScimToken(admin, { id }))).toBe("forbidden");
});

test("only addresses of verified domains are accepted", async () => {
  for (const address of ["boss@elsewhere.example", `boss@sub.${domain}`, `"a@${domain}"@elsewhere.example`]) {
    const refused = await idp.post("/Users", { userName: address });
    expect([400, 403], address).toContain(refused.status);
  }
  const { body } = await idp.post("/Users", user());
  const moved = await idp.patch(`/Users/${body.id}`, {
    op: "replace",
    path: "userName",
    value: "me@elsewhere.example",
  });
  expect(moved).toMatchObject({ status: 403, body: { detail: expect.stringContaining("not a verified domain") } });
  await idp.patch(`/Users/${body.id}`, { op: "replace", path: "active", value: false });
  await prisma().workspaceDomain.updateMany({ where: { workspaceId: own.workspaceId }, data: { verifiedAt: null } });
  const back = await idp.patch(`/Users/${body.id}`, { op: "replace", path: "active", value: true });
  expect(back.status).toBe(403);
  await prisma().workspaceDomain.updateMany({
    where: { workspaceId: own.workspaceId },
    data: { verifiedAt: new Date() },
  });
  // A member invited from another domain is visible and can be removed, but their account cannot be changed.
  const guest = await createTestMember(own.workspaceId, "editor");
  const rename = { op: "replace", path: "displayName", value: "Changed" };
  expect((await idp.patch(`/Users/${guest.userId}`, rename)).status).toBe(403);
  expect((await idp.patch(`/Users/${guest.userId}`, { op: "replace", value: { active: false } })).status).toBe(200);
});

test("an account that somebody created for an address of the domain gives no access", async () => {
  const email = `squatted@${domain}`;
  const data = { email, name: "Squatter", passwordHash: "their password" };
  const { id } = await prisma().user.create({ data });
  const session = await prisma().session.create({
    data: { userId: id, method: "password", userAgent: "", address: "" },
  });
  expect((await idp.post("/Users", { userName: email })).body.id).toBe(id);
  expect((await prisma().user.findUniqueOrThrow({ where: { id } })).passwordHash).toBeNull();
  expect((await prisma().session.findUniqueOrThrow({ where: { id: session.id } })).endedAt).not.toBeNull();
  // The same applies when they come back, because another person may have used the account in between.
  const active = (value: boolean) => idp.patch(`/Users/${id}`, { op: "replace", path: "active", value });
  await active(false);
  await prisma().user.update({ where: { id }, data: { passwordHash: "their password" } });
  expect((await active(true)).body.active).toBe(true);
  expect((await prisma().user.findUniqueOrThrow({ where: { id } })).passwordHash).toBeNull();
  // A person with a confirmed address keeps their password.
  const confirmed = `confirmed@${domain}`;
  await prisma().user.create({ data: { ...data, email: confirmed, emailVerifiedAt: new Date() } });
  const { body } = await idp.post("/Users", { userName: confirmed });
  expect((await prisma().user.findUniqueOrThrow({ where: { id: body.id } })).passwordHash).not.toBeNull();
});

test("the identity provider cannot change the address of an owner or of a member of another workspace", async () => {
  const add = async () => (await idp.post("/Users", user())).body;
  const [shared, boss, plain] = [await add(), await add(), await add()];
  await prisma().member.create({ data: { workspaceId: other.workspaceId, userId: shared.id, role: "owner" } });
  const where = { workspaceId_userId: { workspaceId: own.workspaceId, userId: boss.id } };
  await prisma().member.update({ where, data: { role: "owner" } });
  const change = (id: string) =>
    idp.patch(`/Users/${id}`, {
      op: "replace",
      path: "emails",
      value: [{ value: `new-${made++}@${domain}`, primary: true }],
    });
  expect([(await change(shared.id)).status, (await change(boss.id)).status]).toEqual([403, 403]);
  expect((await change(plain.id)).status).toBe(200);
  const taken = { op: "replace", path: "emails", value: [{ value: shared.emails[0].value }] };
  expect((await idp.patch(`/Users/${plain.id}`, taken)).body).toMatchObject({ status: "409", scimType: "uniqueness" });
});

test("a member whose address is the userName of somebody else is refused, not an error", async () => {
  const address = `twice@${domain}`;
  const emails = [{ value: `other@${domain}`, primary: true }];
  expect((await idp.post("/Users", { userName: address, emails })).status).toBe(201);
  const { id } = await prisma().user.create({ data: { email: address, name: "Second" } });
  await prisma().member.create({ data: { workspaceId: own.workspaceId, userId: id, role: "viewer" } });
  const displayName = "understudy-viewers";
  const refused = await idp.post("/Groups", { displayName, members: [{ value: id }] });
  expect(refused).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
});

test("a deactivated person cannot return by themselves", async () => {
  const newUser = user();
  const email = newUser.userName;
  const { token } = await inviteMember(own.owner, { email, role: "editor" });
  const { body } = await idp.post("/Users", newUser);
  await prisma().workspaceDomain.updateMany({ where: { domain }, data: { joinRole: "viewer" } });
  await prisma().user.update({ where: { id: body.id }, data: { emailVerifiedAt: new Date() } });
  await idp.delete(`/Users/${body.id}`);
  const person = { userId: body.id, name: "A", email };
  expect(await codeOf(joinByDomain(person, { slug: own.slug }))).toBe("forbidden");
  const invitation = await prisma().invitation.findFirstOrThrow({ where: { email } });
  expect([invitation.revokedAt !== null, token !== ""]).toEqual([true, true]);
});

test("malicious filters, pages and bodies are refused or harmless", async () => {
  const { body } = await idp.post("/Users", user());
  expect((await find(`userName eq "x\\" or 1=1 --"`)).body.totalResults).toBe(0);
  expect((await find(`userName eq "' or ''='"`)).body.totalResults).toBe(0);
  for (const filter of [
    "userName",
    `userName co "a"`,
    `password eq "x"`,
    `${"(".repeat(500)}id eq "x"`,
    `id eq "${"x".repeat(2_000)}"`,
    `__proto__ eq "x"`,
    `userName eq 1`,
    `id eq "\u0000"`,
  ])
    expect(await find(filter), filter).toMatchObject({ status: 400, body: { scimType: "invalidFilter" } });
  const total = (await idp.get("/Users?count=0")).body;
  expect(total).toMatchObject({ itemsPerPage: 0, Resources: [] });
  expect((await idp.get("/Users?count=99999999999&startIndex=-5")).body).toMatchObject({ startIndex: 1 });
  expect((await idp.get("/Users?startIndex=99999999999999")).body).toMatchObject({
    totalResults: total.totalResults,
    itemsPerPage: 0,
  });
  expect((await idp.get("/Users?count=many")).body.scimType).toBe("invalidValue");
  const page = (await idp.get("/Users?startIndex=2&count=1")).body;
  expect(page).toMatchObject({ startIndex: 2, itemsPerPage: 1, totalResults: total.totalResults });

  const large = await idp.post("/Users", { ...user(), title: "x".repeat(1024 * 1024) });
  expect(large).toMatchObject({ status: 413, body: { status: "413" } });
  expect((await idp.post("/Users", "{")).body.scimType).toBe("invalidSyntax");
  expect((await idp.post("/Users", [])).body.scimType).toBe("invalidSyntax");
  expect((await idp.post("/Users", { displayName: "Nobody" })).body.scimType).toBe("invalidValue");
  expect((await idp.post("/Users", { ...user(), active: "perhaps" })).body.scimType).toBe("invalidValue");
  expect((await idp.post("/Users", { ...user(), name: "x" })).status).toBe(400);
  expect((await idp.post("/Users", { ...user(), unknown: { deep: [1] }, __proto__: { active: false } })).status).toBe(
    201,
  );
  const at = `/Users/${body.id}`;
  const refused = [
    [{ op: "replace", path: "id", value: "other" }, "mutability"],
    [{ op: "replace", value: { meta: {} } }, "mutability"],
    [{ op: "add", path: "groups", value: [{ value: "x" }] }, "mutability"],
    [{ op: "remove" }, "noTarget"],
    [{ op: "move", path: "active" }, "invalidSyntax"],
    [{ op: "replace", path: "active" }, "invalidValue"],
    [{ op: "replace", path: "emails[type eq", value: "x" }, "invalidPath"],
    [{ op: "replace", path: "emails[title pr].value", value: "x" }, "invalidPath"],
    [{ op: "remove", path: "userName" }, "invalidValue"],
  ] as const;
  for (const [operation, word] of refused)
    expect((await idp.patch(at, operation)).body.scimType, JSON.stringify(operation)).toBe(word);
  expect((await idp.call("PATCH", at, { Operations: [] })).body.scimType).toBe("invalidSyntax");
  expect((await idp.patch(at, { op: "replace", path: "__proto__.polluted", value: true })).status).toBe(400);
  expect(
    (await idp.patch(at, { op: "replace", path: "constructor.prototype", value: { polluted: true } })).status,
  ).toBe(200);
  expect((await idp.patch(at, { op: "replace", value: { title: "lead" } })).status).toBe(200);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect((await idp.get(at)).body).toEqual(body);
  expect(await idp.call("PUT", "/Users", user())).toMatchObject({ status: 405, body: { status: "405" } });
  expect((await idp.get("/Nothing")).status).toBe(404);
  expect((await idp.get("/Users/%E0%A4%A")).status).toBe(404);
});

test("a changed state is not overwritten, and ten concurrent requests create one person", async () => {
  const newUser = user();
  const answers = await Promise.all(Array.from({ length: 10 }, () => idp.post("/Users", newUser)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(9).fill(409)].toSorted());
  const { body } = answers.find(({ status }) => status === 201) ?? { body: null };
  const at = `/Users/${body.id}`;
  const write = (version: string) => idp.call("PUT", at, { ...newUser, displayName: "New" }, { "if-match": version });
  expect((await write('W/"other"')).status).toBe(412);
  expect((await write(body.meta.version)).status).toBe(200);
  expect((await write(body.meta.version)).status).toBe(412);
});
