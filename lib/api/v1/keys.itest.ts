import { expect, it } from "vitest";
import { authenticateCached, authenticateKey, forgetKeys } from "@/lib/auth/api-keys";
import { mintKey } from "@/lib/auth/key-format";
import { prisma } from "@/lib/core/db";
import { singleton } from "@/lib/core/singleton";
import { chatContent, createClient, describeOnMounts, mountWithWorkspace } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";
import type { Window } from "../rate-limit";

describeOnMounts("API keys", async ({ start }) => {
  const { send, workspace, manage } = await mountWithWorkspace(start);

  const codeWith = async (authorization: string | null) => {
    const client = createClient(send, null);
    return (await client.get("/prompts", authorization === null ? {} : { authorization })).body.code;
  };

  it("distinguishes a missing, a malformed and an unknown key, and says how to send one", async () => {
    expect(await codeWith(null)).toBe("missing_api_key");
    const key = workspace.manageKey;
    const last = key.at(-1) === "a" ? "b" : "a";
    for (const bad of [
      "",
      "x",
      `Basic ${key}`,
      `Bearer ${key}x`,
      `Bearer ${key.slice(0, -1)}${last}`,
      `Bearer ${key} x`,
    ])
      expect(["invalid_api_key", "missing_api_key"], bad).toContain(await codeWith(bad));
    expect(await codeWith(`Bearer ${mintKey("manage")}`)).toBe("invalid_api_key");
    expect(await codeWith(key)).toBe("invalid_api_key");
    const answer = await createClient(send, null).get("/prompts");
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });

  it("creates a key, shows it once, and applies its scope and environments", async () => {
    const made = await manage.post("/keys", { name: "app", scope: "runtime", environments: ["staging"] });
    expect(made.body.key).toMatch(/^us_stag_/);
    const listed = await manage.get("/keys?limit=100");
    expect(listed.text).not.toContain(made.body.key);
    expect(listed.body.items.find(({ id }: { id: string }) => id === made.body.id)).toMatchObject({
      scope: "runtime",
      environments: ["staging"],
      status: "active",
    });
    const app = createClient(send, made.body.key);
    expect((await app.get("/prompts")).body.code).toBe("insufficient_scope");
    expect((await app.post("/keys", {})).body.code).toBe("insufficient_scope");
    const elsewhere = await app.get("/prompts/resolve?name=a&environment=production");
    expect(elsewhere.body.code).toBe("environment_not_allowed");
    expect((await app.get("/prompts/resolve?name=a")).body.code).toBe("not_found");
  });

  it("does not let a key create one with more access than its own", async () => {
    const rights = ["prompt:read", "prompt:resolve", "event:write", "key:write"];
    const made = await manage.post("/keys", { name: "ci", scope: "manage", environments: ["staging"], rights });
    const ci = createClient(send, made.body.key);
    for (const environments of ["all", ["production"], ["staging", "production"]]) {
      const refused = await ci.post("/keys", { name: "more", scope: "runtime", environments });
      expect(refused.body.code).toBe("environment_not_allowed");
    }
    expect((await ci.post("/keys", { name: "same", scope: "runtime", environments: ["staging"] })).status).toBe(201);
    expect((await ci.post("/keys", { name: "none", scope: "runtime", environments: ["nowhere"] })).body.code).toBe(
      "not_found",
    );
  });

  it("keeps a manage key within its environments", async () => {
    const made = await manage.post("/keys", { name: "stage", scope: "manage", environments: ["staging"] });
    const ci = createClient(send, made.body.key);
    const content = chatContent("one");
    const refused = await ci.post("/prompts", { name: "reach/a", content, deployTo: "production" });
    expect(refused.body.code).toBe("environment_not_allowed");
    expect((await manage.get("/prompts/reach%2Fa")).status).toBe(404);
    await ci.post("/prompts", { name: "reach/a", content, deployTo: "staging" });
    const at = "/prompts/reach%2Fa";
    const codes = await Promise.all([
      ci.post(`${at}/promote`, { version: 1, environment: "production" }),
      ci.post(`${at}/rollback`, { environment: "production" }),
      ci.post(`${at}/versions`, { content: chatContent("two"), deployTo: "production" }),
    ]);
    expect(codes.map(({ body }) => body.code)).toEqual(Array(3).fill("environment_not_allowed"));
    await manage.post(`${at}/promote`, { version: 1, environment: "production" });
    expect((await ci.post(`${at}/archive`)).body.code).toBe("environment_not_allowed");
    expect((await manage.get(at)).body).toMatchObject({ latestVersion: 1, archivedAt: null });
    const saved = await ci.post(`${at}/versions`, { content: chatContent("two"), deployTo: "staging" });
    expect(saved.body).toMatchObject({ version: 2, deployment: { environment: "staging", version: 2 } });
    const behind = { content: chatContent("three"), expectedLatest: 1 };
    expect((await ci.post(`${at}/versions`, behind)).body.code).toBe("revision_conflict");
  });

  it("refuses a revoked key immediately and an expired one from its expiry on", async () => {
    const made = await manage.post("/keys", { name: "short", scope: "manage", environments: "all" });
    const short = createClient(send, made.body.key);
    expect((await short.get("/prompts")).status).toBe(200);
    expect((await manage.delete(`/keys/${made.body.id}`)).body.status).toBe("revoked");
    expect((await short.get("/prompts")).body.code).toBe("api_key_revoked");
    expect((await manage.delete(`/keys/${made.body.id}`)).status).toBe(200);
    expect((await manage.post(`/keys/${made.body.id}/rotate`)).body.code).toBe("invalid_state");

    const old = await manage.post("/keys", { name: "old", scope: "manage", environments: "all" });
    await prisma().apiKey.update({ where: { id: old.body.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    forgetKeys();
    expect((await createClient(send, old.body.key).get("/prompts")).body.code).toBe("api_key_expired");
  });

  it("rotates with an overlap: both work, then the old one expires", async () => {
    const old = await manage.post("/keys", { name: "rotating", scope: "manage", environments: "all" });
    const next = await manage.call("POST", `/keys/${old.body.id}/rotate`);
    expect(next.status).toBe(201);
    expect(next.body.rotatedFrom).toBe(old.body.id);
    for (const key of [old.body.key, next.body.key])
      expect((await createClient(send, key).get("/prompts")).status).toBe(200);
    const now = await manage.post(`/keys/${next.body.id}/rotate`, { overlapHours: 0 });
    expect(now.status).toBe(201);
    expect((await createClient(send, next.body.key).get("/prompts")).body.code).toBe("api_key_expired");
    const rotate = async (overlapHours: unknown) =>
      (await manage.post(`/keys/${now.body.id}/rotate`, { overlapHours })).body.code;
    for (const hours of [-1, 721]) expect(await rotate(hours)).toBe("number_out_of_range");
    for (const hours of ["1", null]) expect(await rotate(hours)).toBe("invalid_request");
  });

  it("does not extend the lifetime of a rotated key, and rotates each key once", async () => {
    const dayMs = 24 * 3_600_000;
    const expiresAt = new Date(Date.now() + dayMs).toISOString();
    const first = await manage.post("/keys", { name: "a day", scope: "runtime", environments: ["staging"], expiresAt });
    const next = await manage.post(`/keys/${first.body.id}/rotate`, { overlapHours: 1 });
    const lifeMs = Date.parse(next.body.expiresAt) - Date.parse(next.body.createdAt);
    expect(Math.abs(lifeMs - dayMs)).toBeLessThan(60_000);
    expect((await manage.post(`/keys/${first.body.id}/rotate`)).body.code).toBe("invalid_state");
    await prisma().apiKey.update({ where: { id: next.body.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect((await manage.post(`/keys/${next.body.id}/rotate`)).body.code).toBe("invalid_state");
  });

  it("does not cache a key that was looked up before it was revoked", async () => {
    const { key } = (await manage.post("/keys", { name: "raced", scope: "manage", environments: "all" })).body;
    const authenticated = authenticateKey(`Bearer ${key}`);
    forgetKeys(); // like a revocation during the lookup
    await authenticated;
    expect(authenticateCached(`Bearer ${key}`, performance.now())).toBeNull();
    await authenticateKey(`Bearer ${key}`);
    expect(authenticateCached(`Bearer ${key}`, performance.now())).not.toBeNull();
  });

  it("limits a manage key to 1,200 requests a minute and says so in headers", async () => {
    const { key, id } = (await manage.post("/keys", { name: "busy", scope: "manage", environments: "all" })).body;
    const first = await send("/api/v1/environments", { headers: { authorization: `Bearer ${key}` } });
    expect(first.headers.get("ratelimit-limit")).toBe("1200");
    expect(first.headers.get("ratelimit-remaining")).toBe("1199");
    expect(Number(first.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
    type Windows = { windows: Map<string, Window> };
    const { windows } = singleton("rate-windows", (): Windows => expect.unreachable());
    windows.set(id, { startedAt: Date.now(), count: 1_199 });
    expect((await createClient(send, key).get("/prompts")).headers.get("ratelimit-remaining")).toBe("0");
    const refused = await createClient(send, key).get("/prompts");
    expect(refused.body.code).toBe("rate_limited");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    expect((await manage.get("/prompts")).status).toBe(200);
  });

  it("limits runtime keys only if the workspace sets a limit", async () => {
    const own = await createTestWorkspace();
    const app = createClient(send, own.runtimeKeys.production);
    const free = await app.get("/prompts/resolve?name=a");
    expect(free.headers.get("ratelimit-limit")).toBeNull();
    await prisma().workspace.update({ where: { id: own.workspaceId }, data: { runtimeRequestsLimit: 2 } });
    forgetKeys();
    const codes = [];
    for (let count = 0; count < 3; count++) codes.push((await app.get("/prompts/resolve?name=a")).body.code);
    expect(codes).toEqual(["not_found", "not_found", "rate_limited"]);
  });
});
