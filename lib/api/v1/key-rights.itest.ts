import { beforeEach, describe, expect, it } from "vitest";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { changeMemberRole, leaveWorkspace, removeMember } from "@/lib/auth/commands/members";
import { prisma } from "@/lib/core/db";
import { type Client, createClient, mountBeforeAll } from "@/lib/testing/api";
import { codeOf } from "@/lib/testing/code-of";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const mount = mountBeforeAll();
let workspace: TestWorkspace;
let root: Client;
const as = (key: string) => createClient(mount.send, key);

beforeEach(async () => {
  workspace = await createTestWorkspace();
  root = as(workspace.manageKey);
});

const minted = async (client: Client, input: object) => {
  const { status, body } = await client.post("/keys", { name: "k", scope: "manage", environments: "all", ...input });
  expect(status, JSON.stringify(body)).toBe(201);
  return { id: body.id as string, key: body.key as string };
};

describe("a new manage key", () => {
  it("may not change members, keys, the workspace or read its audit log unless it has the right", async () => {
    const { key } = await minted(root, {});
    const client = as(key);
    const refused = await Promise.all([
      client.post("/invitations", { email: "a@example.test", role: "viewer" }),
      client.post("/keys", { name: "k", scope: "runtime", environments: "all" }),
      client.patch("/workspace", { name: "Renamed" }),
      client.get("/audit"),
    ]);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 4 }, () => [403, "insufficient_scope"]),
    );
    expect((await client.get("/prompts")).status).toBe(200);
  });

  it("for some environments cannot have rights for the whole workspace", async () => {
    for (const right of ["workspace:write", "connection:write", "audit:read", "alert:write", "member:write"]) {
      const input = { name: "k", scope: "manage", environments: ["development"], rights: ["prompt:read", right] };
      const { status, body } = await root.post("/keys", input);
      expect([status, body.code], right).toEqual([403, "environment_not_allowed"]);
    }
  });

  it("can only use its rights, and cannot give a right that it lacks", async () => {
    const { key } = await minted(root, { rights: ["prompt:read", "key:write", "key:read"] });
    const client = as(key);
    expect((await client.get("/prompts")).status).toBe(200);
    const content = { type: "text", messages: [{ role: "user", content: "Hi" }] };
    expect((await client.post("/prompts", { name: "a/b", content })).body.code).toBe("insufficient_scope");
    const more = { name: "k", scope: "manage", environments: "all", rights: ["prompt:write"] };
    expect((await client.post("/keys", more)).body.code).toBe("insufficient_scope");
    const { id } = await minted(client, {}); // the default rights that the key holds
    expect((await root.get(`/keys/${id}`)).body.rights).toEqual(["prompt:read", "key:read"]);
  });

  it("does not get the rights of a wider key by rotating it", async () => {
    const wide = await minted(root, { rights: ["prompt:read", "member:write"] });
    const { key } = await minted(root, { rights: ["key:write"] });
    expect((await as(key).post(`/keys/${wide.id}/rotate`)).body.code).toBe("insufficient_scope");
  });
});

describe("a key made before rights existed", () => {
  it("keeps its rights, and is listed as unrestricted", async () => {
    const { id, key } = await minted(root, { rights: ["prompt:read"] });
    await prisma().apiKey.update({ where: { id, workspaceId: workspace.workspaceId }, data: { rights: [] } });
    expect((await as(key).get("/audit")).status).toBe(200);
    const { body } = await root.get(`/keys/${id}`);
    expect(body.wideRights).toContain("member:write");
    const narrowed = await root.patch(`/keys/${id}`, { rights: ["prompt:read", "audit:read"] });
    expect(narrowed.body.rights.toSorted()).toEqual(["audit:read", "prompt:read"]);
    expect((await root.patch(`/keys/${id}`, { rights: ["prompt:write"] })).body.code).toBe("invalid_state");
  });
});

describe("revoking", () => {
  it("also revokes the keys that a leaked key created, and theirs", async () => {
    const all = { rights: ["prompt:read", "key:read", "key:write"] };
    const leaked = await minted(root, all);
    const child = await minted(as(leaked.key), all);
    const grandchild = await minted(as(child.key), all);
    const rotated = (await as(leaked.key).post(`/keys/${leaked.id}/rotate`)).body;
    expect((await root.get(`/keys/${leaked.id}`)).body.dependents).toHaveLength(3);
    expect((await root.delete(`/keys/${leaked.id}`)).status).toBe(200);
    for (const { key } of [leaked, child, grandchild, rotated])
      expect((await as(key).get("/prompts")).body.code).toBe("api_key_revoked");
    expect((await root.get("/prompts")).status).toBe(200);
  });

  it("keeps them if requested", async () => {
    const all = { rights: ["prompt:read", "key:write"] };
    const parent = await minted(root, all);
    const child = await minted(as(parent.key), {});
    expect((await root.delete(`/keys/${parent.id}?dependents=keep`)).status).toBe(200);
    expect((await as(child.key).get("/prompts")).status).toBe(200);
  });

  it("also revokes a key that is created at the same time", async () => {
    const parent = await minted(root, { rights: ["prompt:read", "key:write"] });
    const racing = as(parent.key);
    const makes = Array.from({ length: 6 }, () =>
      racing.post("/keys", { name: "k", scope: "manage", environments: "all" }),
    );
    const [answers] = await Promise.all([Promise.all(makes), root.delete(`/keys/${parent.id}`)]);
    for (const { status, body } of answers)
      if (status === 201) expect((await as(body.key).get("/prompts")).body.code).toBe("api_key_revoked");
  });
});

describe("a person who leaves", () => {
  const keyOf = (owner: Parameters<typeof createApiKey>[0]) =>
    createApiKey(owner, { name: "k", scope: "manage", environments: "all", rights: ["prompt:read", "member:write"] });

  it("has no access by a key of theirs", async () => {
    const admin = await createTestMember(workspace.workspaceId, "admin");
    const { key } = await keyOf(admin);
    await removeMember(workspace.owner, { id: admin.userId });
    const { status, body } = await as(key).post("/invitations", { email: "back@example.test", role: "admin" });
    expect([status, body.code]).toEqual([401, "api_key_revoked"]);
  });

  it("leaves kept keys to the person who removed them", async () => {
    const admin = await createTestMember(workspace.workspaceId, "admin");
    const { id, key } = await keyOf(admin);
    await removeMember(workspace.owner, { id: admin.userId, keys: "keep" });
    expect((await as(key).get("/prompts")).status).toBe(200);
    expect((await root.get(`/keys/${id}`)).body.owner.id).toBe(workspace.owner.userId);
  });

  it("loses their keys if demoted below admin, and if they leave", async () => {
    const [first, second] = [
      await createTestMember(workspace.workspaceId, "admin"),
      await createTestMember(workspace.workspaceId, "admin"),
    ];
    const [demoted, left] = [await keyOf(first), await keyOf(second)];
    await changeMemberRole(workspace.owner, { id: first.userId, role: "owner" });
    expect((await as(demoted.key).get("/prompts")).status).toBe(200);
    await changeMemberRole(workspace.owner, { id: first.userId, role: "editor" });
    await leaveWorkspace(second);
    for (const { key } of [demoted, left]) expect((await as(key).get("/prompts")).body.code).toBe("api_key_revoked");
    expect(await codeOf(keyOf(first))).toBe("forbidden");
  });
});

it("a key's page shows the rights it used", async () => {
  const { id, key } = await minted(root, { rights: ["prompt:read", "prompt:write"] });
  await as(key).get("/prompts");
  await expect
    .poll(async () => (await root.get(`/keys/${id}`)).body.uses)
    .toEqual([
      { right: "prompt:read", lastUsedAt: expect.any(String) },
      { right: "prompt:write", lastUsedAt: null },
    ]);
  const stranger = await createTestWorkspace();
  expect((await as(stranger.manageKey).get(`/keys/${id}`)).status).toBe(404);
  expect((await as(stranger.manageKey).patch(`/keys/${id}`, { rights: ["prompt:read"] })).status).toBe(404);
});
