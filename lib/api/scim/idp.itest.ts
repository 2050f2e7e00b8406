import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { closeDatabase, prisma } from "@/lib/core/db";
import type { Mount } from "@/lib/testing/api";
import { connectScim, mountScim, ownTestDomain } from "@/lib/testing/scim";
import { openTestSession } from "@/lib/testing/session";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

/** The requests of Okta and Entra ID, from their documentation and validators. */
let mount: Mount;
let workspace: TestWorkspace;
let idp: Awaited<ReturnType<typeof connectScim>>;
let domain: string;

beforeAll(async () => {
  mount = await mountScim();
  workspace = await createTestWorkspace();
  domain = await ownTestDomain(workspace);
  idp = await connectScim(mount.send, workspace);
});
afterAll(async () => {
  await mount.stop();
  await closeDatabase();
});

const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
const oktaUser = (name: string) => ({
  schemas: [userSchema],
  userName: `${name}@${domain}`,
  name: { givenName: "Test", familyName: "User" },
  emails: [{ primary: true, value: `${name}@${domain}`, type: "work" }],
  displayName: "Test User",
  locale: "en-US",
  externalId: `00u-${name}`,
  groups: [],
  password: "1mz050nq",
  active: true,
});
const roleOf = async (userId: string) =>
  (await prisma().member.findFirst({ where: { workspaceId: workspace.workspaceId, userId } }))?.role ?? null;
const actionsOf = async (targetId: string) =>
  (
    await prisma().auditEvent.findMany({
      where: { workspaceId: workspace.workspaceId, targetId },
      orderBy: [{ at: "asc" }, { id: "asc" }],
    })
  ).map(({ action, actorName }) => `${actorName} ${action}`);

test("the supported features are listed", async () => {
  const { body } = await idp.get("/ServiceProviderConfig");
  expect(body.patch.supported).toBe(true);
  expect(body.bulk).toEqual({ supported: false, maxOperations: 0, maxPayloadSize: 0 });
  expect(body.authenticationSchemes[0].type).toBe("oauthbearertoken");
  expect((await idp.get("/ResourceTypes")).body.Resources.map(({ id }: { id: string }) => id)).toEqual([
    "User",
    "Group",
  ]);
  expect((await idp.get(`/Schemas/${userSchema}`)).body.name).toBe("User");
  expect((await idp.get("/Schemas")).body.totalResults).toBe(2);
  for (const [method, path] of [
    ["POST", "/Bulk"],
    ["GET", "/Me"],
    ["POST", "/Users/.search"],
  ] as const) {
    const refused = await idp.call(method, path, method === "POST" ? {} : undefined);
    expect(refused).toMatchObject({ status: 501, body: { status: "501" } });
  }
});

test("Okta: connects, finds no user, creates one, finds and reads it, changes it, and deactivates it", async () => {
  const first = await idp.get("/Users?count=2&startIndex=1");
  expect(first.body).toMatchObject({ startIndex: 1, itemsPerPage: 1, totalResults: 1 }); // the owner
  expect(first.headers.get("content-type")).toBe("application/scim+json");
  expect((await idp.get("/Groups?startIndex=1&count=100")).body.totalResults).toBe(0);
  const find = (name: string) =>
    idp.get(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}&startIndex=1&count=100`);
  expect((await find(`abcdefgh@${domain}`)).body).toMatchObject({ totalResults: 0, Resources: [] });
  const missing = await idp.get("/Users/010101001010101011001010101011");
  expect(missing).toMatchObject({
    status: 404,
    body: { status: "404", schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"] },
  });

  const made = await idp.post("/Users", oktaUser("okta"));
  expect(made.status).toBe(201);
  const { id } = made.body;
  expect(made.headers.get("location")).toBe(made.body.meta.location);
  expect(made.body).toMatchObject({ userName: `okta@${domain}`, active: true, externalId: "00u-okta", groups: [] });
  expect(await roleOf(id)).toBe("viewer");
  const account = await prisma().user.findUniqueOrThrow({ where: { id } });
  expect(account).toMatchObject({ passwordHash: null, emailVerifiedAt: null, name: "Test User" });

  expect((await find(`OKTA@${domain}`)).body.Resources[0].id).toBe(id);
  expect((await idp.post("/Users", oktaUser("okta"))).body).toMatchObject({ status: "409", scimType: "uniqueness" });
  const renamed = await idp.put(`/Users/${id}`, {
    ...oktaUser("okta"),
    id,
    meta: { resourceType: "User" },
    name: { givenName: "Another", familyName: "User" },
    displayName: "Another User",
  });
  expect(renamed).toMatchObject({ status: 200, body: { displayName: "Another User", name: { givenName: "Another" } } });

  const member = { kind: "user", workspaceId: workspace.workspaceId, userId: id, name: "A", role: "admin" } as const;
  await prisma().member.updateMany({
    where: { workspaceId: workspace.workspaceId, userId: id },
    data: { role: "admin" },
  });
  const key = await createApiKey(member, { name: "own", scope: "runtime", environments: "all" });
  const session = await openTestSession(id);
  const left = await idp.patch(`/Users/${id}`, { op: "replace", value: { active: false } });
  expect(left).toMatchObject({ status: 200, body: { active: false } });
  expect(await roleOf(id)).toBeNull();
  expect((await prisma().apiKey.findUniqueOrThrow({ where: { id: key.id } })).revokedAt).not.toBeNull();
  expect((await prisma().session.findUniqueOrThrow({ where: { id: session.session.id } })).endedAt).not.toBeNull();
  expect((await find(`okta@${domain}`)).body.Resources[0].active).toBe(false);
  expect((await idp.put(`/Users/${id}`, { ...oktaUser("okta"), active: true })).body.active).toBe(true);
  expect(await roleOf(id)).toBe("viewer"); // not the previous role: the groups determine the role
  expect(await actionsOf(id)).toEqual([
    "SCIM member.provision",
    "SCIM member.rename",
    "SCIM member.sync",
    "Another User session.start",
    "SCIM member.remove",
    "SCIM member.end-sessions",
    "SCIM member.sync",
    "SCIM member.provision",
  ]);
});

test("Entra ID: the requests of its validator", async () => {
  const entraUser = {
    schemas: [userSchema, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
    externalId: "9950b140-90a0-4201-9d65-b5f209fb4cd0",
    userName: `upn.entra@${domain}`,
    active: true,
    displayName: "XKWLCONOGMVT",
    emails: [{ primary: true, type: "work", value: `entra@${domain}` }],
    meta: { resourceType: "User" },
    name: { formatted: "Aric", familyName: "Nia", givenName: "Sandy" },
    title: "tester",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "QA" },
  };
  const made = await idp.post("/Users", entraUser);
  expect(made.status).toBe(201);
  const { id } = made.body;
  const at = `/Users/${id}`;
  const byFilter = async (filter: string) => {
    const { body } = await idp.get(`/Users?filter=${encodeURIComponent(filter)}`);
    return body.Resources.map((one: { id: string }) => one.id);
  };
  expect(await byFilter(`externalId eq "${entraUser.externalId}"`)).toEqual([id]);
  expect(await byFilter(`emails[type eq "work"].value eq "entra@${domain}"`)).toEqual([id]);
  expect(await byFilter(`userName eq "UPN.entra@${domain}" and active eq true`)).toEqual([id]);

  const changed = await idp.patch(
    at,
    { op: "Replace", path: "displayName", value: "Sandy Nia-Lee" },
    { op: "Replace", path: "name.familyName", value: "Nia-Lee" },
    { op: "Add", path: "name.givenName", value: "Sandra" },
    { op: "Replace", path: 'emails[type eq "work"].value', value: `sandra@${domain}` },
    { op: "Add", path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value: "Research" },
    { op: "Add", path: "title", value: "lead" },
  );
  expect(changed.body).toMatchObject({
    displayName: "Sandy Nia-Lee",
    name: { givenName: "Sandra", familyName: "Nia-Lee" },
    emails: [{ value: `sandra@${domain}`, type: "work", primary: true }],
    userName: `upn.entra@${domain}`,
  });
  const added = await idp.patch(at, { op: "Add", value: { "name.givenName": "Sandy", displayName: "Sandy Nia" } });
  expect(added.body).toMatchObject({ displayName: "Sandy Nia", name: { givenName: "Sandy" } });
  expect((await idp.patch(at, { op: "Replace", path: "userName", value: `new.upn@${domain}` })).body.userName).toBe(
    `new.upn@${domain}`,
  );

  expect((await idp.patch(at, { op: "Replace", path: "active", value: "False" })).body.active).toBe(false);
  expect(await byFilter(`userName eq "new.upn@${domain}"`)).toEqual([id]);
  expect(await byFilter("active eq false")).toEqual([id]);
  expect((await idp.patch(at, { op: "Replace", path: "active", value: "True" })).body.active).toBe(true);
  expect((await idp.delete(at)).status).toBe(204);
  expect((await idp.get(at)).status).toBe(404);
  expect((await idp.delete(at)).status).toBe(404);
});

test("groups give roles: Okta's and Entra ID's way of pushing them", async () => {
  const ids = await Promise.all(
    ["g1", "g2"].map(async (name) => (await idp.post("/Users", oktaUser(name))).body.id as string),
  );
  const [one = "", two = ""] = ids;
  const wrong = await idp.post("/Groups", { displayName: "Marketing" });
  expect(wrong).toMatchObject({ status: 400, body: { scimType: "invalidValue" } });
  const editors = await idp.post("/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "App-Understudy-Editors",
    externalId: "e1",
    members: [{ value: one, display: `g1@${domain}` }],
  });
  expect(editors).toMatchObject({ status: 201, body: { members: [{ value: one, type: "User" }] } });
  expect(await roleOf(one)).toBe("editor");
  expect((await idp.post("/Groups", { displayName: "understudy-editor" })).body.scimType).toBe("uniqueness");
  const at = `/Groups/${editors.body.id}`;
  const quoted = encodeURIComponent('displayName eq "app-understudy-editors"');
  const found = await idp.get(`/Groups?excludedAttributes=members&filter=${quoted}`);
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: editors.body.id }] });
  expect(found.body.Resources[0].members).toBeUndefined();

  expect((await idp.patch(at, { op: "Add", path: "members", value: [{ value: two }] })).status).toBe(204);
  expect(await roleOf(two)).toBe("editor");
  const { body: admins } = await idp.post("/Groups", { displayName: "understudy-admins", members: [{ value: two }] });
  expect(await roleOf(two)).toBe("admin");
  expect((await idp.get(`/Users/${two}`)).body.roles).toEqual([{ value: "admin", primary: true }]);
  // A person who leaves the group with the higher role keeps the role of the other group.
  await idp.patch(`/Groups/${admins.id}`, { op: "remove", path: `members[value eq "${two}"]` });
  expect(await roleOf(two)).toBe("editor");
  expect((await idp.get(`/Users/${two}`)).body.groups).toEqual([
    expect.objectContaining({ value: editors.body.id, display: "App-Understudy-Editors" }),
  ]);
  await idp.patch(at, { op: "Remove", path: "members", value: [{ value: two }] });
  expect(await roleOf(two)).toBe("viewer");
  const rename = { op: "replace", value: { id: editors.body.id, displayName: "Understudy Editors" } };
  expect((await idp.patch(at, rename)).status).toBe(204);
  expect(
    (await idp.put(at, { displayName: "Understudy Editors", members: [{ value: two }] })).body.members,
  ).toHaveLength(1);
  expect([await roleOf(one), await roleOf(two)]).toEqual(["viewer", "editor"]);
  expect((await idp.delete(at)).status).toBe(204);
  expect(await roleOf(two)).toBe("viewer");
  expect(await actionsOf(editors.body.id)).toEqual([
    "SCIM scim-group.create",
    "SCIM scim-group.update",
    "SCIM scim-group.update",
    "SCIM scim-group.remove",
  ]);
});

test("the identity provider cannot create, change or remove owners", async () => {
  const { userId } = workspace.owner;
  const { body: group } = await idp.post("/Groups", {
    displayName: "understudy-publishers",
    members: [{ value: userId }],
  });
  expect(await roleOf(userId)).toBe("owner");
  expect((await idp.post("/Groups", { displayName: "understudy-owners" })).status).toBe(400);
  const left = await idp.patch(`/Users/${userId}`, { op: "replace", value: { active: false } });
  expect(left).toMatchObject({ status: 409, body: { detail: expect.stringContaining("only owner") } });
  expect((await idp.delete(`/Users/${userId}`)).status).toBe(409);
  expect(await roleOf(userId)).toBe("owner");
  const second = await createTestMember(workspace.workspaceId, "owner");
  expect((await idp.delete(`/Users/${second.userId}`)).status).toBe(204);
  expect((await idp.delete(`/Groups/${group.id}`)).status).toBe(204);
});
