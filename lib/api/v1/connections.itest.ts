import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { prisma } from "@/lib/core/db";
import { decryptSecret, encryptSecret } from "@/lib/core/secrets";
import { rotateSecrets } from "@/lib/evaluation/models/commands/rotate-secrets";
import { keyContext, listConnectionNames, listConnections, listModelOptions } from "@/lib/evaluation/models/queries";
import { streamModel } from "@/lib/evaluation/models/stream";
import type { ModelEvent, ModelRequest } from "@/lib/evaluation/models/types";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const [newest, older] = [randomBytes(32), randomBytes(32)];
const keys = [
  { id: "newest", key: newest },
  { id: "older", key: older },
];
vi.stubEnv("ENCRYPTION_KEYS", keys.map(({ id, key }) => `${id}:${key.toString("base64url")}`).join(","));
vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

const secret = "sk-journey-abcdefgh-4711";
let mount: Mount;
let fake: FakeProvider;
let own: TestWorkspace;
let api: Client;
beforeAll(async () => {
  [mount, fake] = [await mountAheadOfNext(), await startFakeProvider()];
});
afterAll(async () => {
  await Promise.all([mount.stop(), fake.stop()]);
});
beforeEach(async () => {
  own = await createTestWorkspace();
  api = createClient(mount.send, own.manageKey);
  Object.assign(fake, { key: secret, fault: null, reply: { text: "Hello there." } });
  fake.requests.length = 0;
});

const compatible = (more = {}) => ({
  provider: "openai-compatible",
  name: "our-gateway",
  baseUrl: fake.baseUrl("openai"),
  apiKey: secret,
  ...more,
});
const rowOf = (id: string) => prisma().providerConnection.findUniqueOrThrow({ where: { id } });

async function run(more: Partial<ModelRequest> = {}, actor = own.owner) {
  const request = { provider: "our-gateway", name: "fake-large", messages: [{ role: "user" as const, content: "Hi" }] };
  const events: ModelEvent[] = [];
  for await (const event of streamModel(actor, { ...request, ...more })) events.push(event);
  return events;
}

describe("connections", () => {
  it("can be created, tested, used, changed and removed, and never show the key", async () => {
    const made = await api.post("/connections", compatible());
    expect(made.body).toMatchObject({ name: "our-gateway", hasKey: true, keyHint: "4711", lastTest: null });
    const { id } = made.body;
    const tested = await api.post(`/connections/${id}/test`);
    expect(tested.body.lastTest).toMatchObject({ ok: true, message: expect.stringMatching(/offers 2 models/) });
    expect(fake.requests.at(-1)?.headers.authorization).toBe(`Bearer ${secret}`);
    const events = await run();
    expect(events.at(-1)).toMatchObject({ type: "finished", inputTokens: 12, costUsd: null });
    const changed = await api.patch(`/connections/${id}`, { name: "gateway", apiKey: "sk-another-one-0815" });
    expect(changed.body).toMatchObject({ name: "gateway", keyHint: "0815", lastTest: null });
    const refused = await api.post(`/connections/${id}/test`);
    expect(refused.body.lastTest).toMatchObject({
      ok: false,
      message: expect.stringMatching(/refused the key \(401\)/),
    });
    const listed = await api.get("/connections");
    expect(listed.body.items).toHaveLength(1);
    const audit = await api.get("/audit");
    const actions = audit.body.items.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(["connection.create", "connection.test", "connection.update"]));
    for (const { text } of [made, tested, changed, refused, listed, audit]) expect(text).not.toMatch(/sk-|abcdefgh/);
    expect((await api.delete(`/connections/${id}`)).status).toBe(200);
    expect((await api.delete(`/connections/${id}`)).status).toBe(404);
    expect(await prisma().providerConnection.count({ where: { workspaceId: own.workspaceId } })).toBe(0);
  });

  it("keep the key encrypted, bound to its row and workspace", async () => {
    const { id } = (await api.post("/connections", compatible())).body;
    const row = await rowOf(id);
    expect(row.secret).toMatch(/^v1\.newest\./);
    expect(JSON.stringify(row)).not.toContain("abcdefgh");
    const other = await createTestWorkspace();
    const stolen = await prisma().providerConnection.create({
      data: { ...row, id: undefined, workspaceId: other.workspaceId } as never,
    });
    expect(stolen.secret).toBe(row.secret);
    const events = await run({}, other.owner);
    expect(events).toEqual([
      expect.objectContaining({ code: "not_connected", message: expect.stringMatching(/does not open/) }),
    ]);
    expect(fake.requests).toHaveLength(0);
  });

  it("have unique names", async () => {
    const first = await api.post("/connections", compatible());
    expect((await api.post("/connections", compatible())).body).toMatchObject({ code: "already_exists" });
    const second = await api.post("/connections", compatible({ name: "other" }));
    const renamed = await api.patch(`/connections/${second.body.id}`, { name: "our-gateway" });
    expect(renamed.body).toMatchObject({ code: "already_exists", errors: [{ pointer: "/name" }] });
    const both = await Promise.all([1, 2].map(() => api.post("/connections", compatible({ name: "raced" }))));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await api.post("/connections", compatible({ name: "offline" }))).status).toBe(422);
    expect(first.status).toBe(201);
  });

  it.each([
    [{ baseUrl: "http://169.254.169.254/latest" }, "url_not_allowed", "/baseUrl"],
    [{ baseUrl: "http://[::ffff:10.0.0.1]/v1" }, "url_not_allowed", "/baseUrl"],
    [{ baseUrl: "https://user:pass@example.com/v1" }, "url_not_allowed", "/baseUrl"],
    [{ baseUrl: "ftp://127.0.0.1/v1" }, "url_not_allowed", "/baseUrl"],
    [{ baseUrl: "http://127.0.0.1/v1?key=1" }, "invalid_request", "/baseUrl"],
    [{ baseUrl: undefined }, "invalid_request", "/baseUrl"],
    [{ apiKey: "two words" }, "invalid_request", "/apiKey"],
    [{ apiKey: "line\r\nX-Evil: 1" }, "invalid_request", "/apiKey"],
    [{ provider: "openai", apiKey: undefined }, "invalid_request", "/apiKey"],
    [{ provider: "acme" }, "invalid_request", "/provider"],
    [{ name: "" }, "invalid_request", "/name"],
    [{ name: "a b" }, "invalid_request", "/name"],
  ])("refuse %j", async (wrong, code, pointer) => {
    const refused = await api.post("/connections", compatible(wrong));
    expect(refused.body).toMatchObject({ code, errors: [expect.objectContaining({ pointer })] });
  });

  it("do not send a stored key to another server", async () => {
    const { id } = (await api.post("/connections", compatible())).body;
    const elsewhere = await api.patch(`/connections/${id}`, { baseUrl: "http://127.0.0.1:1/v1" });
    expect(elsewhere.body).toMatchObject({ code: "invalid_request", errors: [{ pointer: "/apiKey" }] });
    expect((await api.patch(`/connections/${id}`, { baseUrl: `${fake.url}/other/v1` })).status).toBe(200);
    expect((await api.patch(`/connections/${id}`, { baseUrl: "http://127.0.0.1:1/v1", apiKey: "sk-new" })).status).toBe(
      200,
    );
    const removed = await api.patch(`/connections/${id}`, { apiKey: null });
    expect(removed.body).toMatchObject({ hasKey: false, keyHint: "" });
  });

  it("show people what their role allows", async () => {
    await api.post("/connections", compatible());
    const [viewer, editor] = [
      await createTestMember(own.workspaceId, "viewer"),
      await createTestMember(own.workspaceId, "editor"),
    ];
    expect(await listConnectionNames(editor)).toEqual([
      { id: expect.any(String), provider: "openai-compatible", name: "our-gateway" },
    ]);
    await expect(listConnections(editor, { limit: 10 })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listConnectionNames(viewer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(run({}, viewer)).rejects.toMatchObject({ code: "forbidden" });
    const runtime = createClient(mount.send, own.runtimeKeys.production);
    expect((await runtime.get("/connections")).body.code).toBe("insufficient_scope");
    const stranger = createClient(mount.send, (await createTestWorkspace()).manageKey);
    const { id } = (await api.get("/connections")).body.items[0];
    for (const answer of [
      stranger.patch(`/connections/${id}`, { name: "x" }),
      stranger.delete(`/connections/${id}`),
      stranger.post(`/connections/${id}/test`),
    ])
      expect((await answer).status).toBe(404);
  });

  it("are paged by name", async () => {
    for (const name of ["c", "a", "b"]) await api.post("/connections", compatible({ name }));
    const first = await api.get("/connections?limit=2");
    expect(first.body.items.map(({ name }: { name: string }) => name)).toEqual(["a", "b"]);
    const rest = await api.get(`/connections?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ name: "c" }], nextCursor: null });
  });

  it("ignore the result of a test of their earlier settings", async () => {
    const { id } = (await api.post("/connections", compatible())).body;
    fake.fault = { kind: "silence" };
    const test = api.post(`/connections/${id}/test`);
    await vi.waitFor(() => expect(fake.requests).toHaveLength(1));
    await api.patch(`/connections/${id}`, { apiKey: "sk-newer" });
    await fake.stop(); // the old test fails now
    expect((await test).body.lastTest).toBeNull();
    fake = await startFakeProvider();
  });
});

describe("models", () => {
  it("without a connection are the offline one only, with advice for the others", async () => {
    expect(await listModelOptions(own.owner)).toEqual([
      expect.objectContaining({ provider: "offline", isOffline: true, label: "Offline model: not real answers" }),
    ]);
    const [only] = await run({ provider: "openai" });
    expect(only).toMatchObject({ code: "not_connected", message: expect.stringMatching(/Settings, Model providers/) });
    const offline = await run({ provider: "offline", name: "understudy-offline" });
    expect(offline.at(-1)).toMatchObject({ type: "finished", costUsd: 0 });
  });

  it("are those the provider lists, and those used by versions", async () => {
    await api.post("/connections", compatible());
    await api.post("/connections", {
      provider: "anthropic",
      name: "claude",
      apiKey: secret,
      baseUrl: `${fake.url}/gone`,
    });
    const content = (provider: string, name: string) => ({
      content: { type: "chat", messages: [{ role: "user", content: "Hi" }], model: { provider, name } },
    });
    await api.post("/prompts", { name: "a", ...content("our-gateway", "tuned-7") });
    await api.post("/prompts", { name: "b", ...content("openai", "gpt-4o") });
    const options = await listModelOptions(own.owner);
    const shown = options.map(({ provider, name, isConnected }) => [provider, name, isConnected]);
    expect(shown).toContainEqual(["our-gateway", "fake-large", true]);
    expect(shown).toContainEqual(["our-gateway", "tuned-7", true]);
    expect(shown).toContainEqual(["openai", "gpt-4o", false]);
    expect(options.find(({ provider }) => provider === "our-gateway")?.price).toBeNull();
    expect(options.find(({ name }) => name === "gpt-4o")?.price).toEqual({
      inputPerMillion: 2.5,
      outputPerMillion: 10,
    });
    expect(JSON.stringify(options)).not.toMatch(/sk-|v1\./);
  });

  it("stop if the client disconnects", async () => {
    await api.post("/connections", compatible());
    fake.fault = { kind: "stall" };
    const stop = new AbortController();
    const events: ModelEvent[] = [];
    const request = {
      provider: "our-gateway",
      name: "fake-large",
      messages: [{ role: "user" as const, content: "Hi" }],
    };
    for await (const event of streamModel(own.owner, request, { signal: stop.signal })) {
      events.push(event);
      stop.abort();
    }
    expect(events.map(({ type }) => type)).toEqual(["text", "failed"]);
    expect(events.at(-1)).toMatchObject({ code: "cancelled" });
  });
});

describe("rotation", () => {
  it("encrypts every key with the newest one, also when repeated, and lists unreadable ones", async () => {
    const { id } = (await api.post("/connections", compatible())).body;
    const context = keyContext({ workspaceId: own.workspaceId, id });
    const write = (text: string) => prisma().providerConnection.update({ where: { id }, data: { secret: text } });
    await write(encryptSecret(secret, context, keys.slice(1)));
    expect((await run()).at(-1)?.type).toBe("finished"); // an older encryption key still decrypts
    expect((await rotateSecrets()).rotated).toBeGreaterThanOrEqual(1);
    const { secret: after } = await rowOf(id);
    expect(after).toMatch(/^v1\.newest\./);
    expect(decryptSecret(after ?? "", context)).toBe(secret);
    expect((await rotateSecrets()).rotated).toBe(0);
    expect((await rowOf(id)).secret).toBe(after);
    await write(encryptSecret(secret, context, [{ id: "local-2", key: randomBytes(32) }]));
    expect((await rotateSecrets()).unreadable).toContainEqual({
      name: "our-gateway",
      message: expect.stringMatching(/the key local-2, which is not in ENCRYPTION_KEYS/),
    });
    const tested = await api.post(`/connections/${id}/test`);
    expect(tested.body.lastTest).toMatchObject({ ok: false, message: expect.stringMatching(/local-2/) });
    expect((await run())[0]).toMatchObject({ code: "not_connected", message: expect.stringMatching(/local-2/) });
    await prisma().providerConnection.delete({ where: { id } });
  });
});
