import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as route from "@/app/api/mcp/route";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { closeDatabase, prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createClient, inPath, mountAheadOfNext } from "@/lib/testing/api";
import { startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let workspace: TestWorkspace;
const handlers: Record<string, (request: Request) => Promise<Response>> = { ...route } as never;
const address = "http://localhost/api/mcp";

/** Each request gets a new handler, as if it went to another process. */
const send: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  return handlers[request.method]?.(request) ?? new Response(null, { status: 500 });
};

async function connect(key: string, query = ""): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  const transport = new StreamableHTTPClientTransport(new URL(address + query), { requestInit, fetch: send });
  await client.connect(transport as never);
  return client;
}

type Result = { isError?: boolean; structuredContent?: Record<string, unknown>; content: { text: string }[] };
const call = (client: Client, name: string, input: object) =>
  client.callTool({ name, arguments: input as Record<string, unknown> }) as unknown as Promise<Result>;

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const { owner } = workspace;
  const messages = [
    { role: "system" as const, content: "Answer in {{ language }}, {{ count }} words." },
    { placeholder: "history" },
  ];
  const variables = [
    { name: "language", type: "string" as const, required: true, schema: { enum: ["German", "Greek", "Danish"] } },
    { name: "count", type: "number" as const, required: false, default: 5 },
  ];
  await createPrompt(owner, {
    name: "support/reply",
    description: "Tents",
    content: { type: "chat", messages, variables },
  });
  await saveVersion(owner, { name: "support/reply", content: { messages: [{ role: "system", content: "Another." }] } });
  await promoteVersion(owner, { name: "support/reply", version: 1, environment: "production" });
  await promoteVersion(owner, { name: "support/reply", version: 2, environment: "staging" });
});
afterAll(closeDatabase);

test.each([
  ["prompts/get", {}, "/params/name"],
  ["prompts/get", undefined, "/params"],
  ["prompts/get", { name: "support/reply", arguments: { count: 5 } }, "/params/arguments/count"],
  ["prompts/list", { cursor: 5 }, "/params/cursor"],
  ["tools/call", { arguments: {} }, "/params/name"],
  ["completion/complete", { ref: { type: "ref/prompt", name: "x" } }, "/params/argument"],
])("%s with %j is a client error at %s", async (method, params, pointer) => {
  const headers = {
    authorization: `Bearer ${workspace.manageKey}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 7, method, params });
  const answer = await (await send(address, { method: "POST", headers, body })).json();
  expect(answer).toMatchObject({ id: 7, error: { code: -32602 } });
  expect(answer.error.message).toMatch(new RegExp(`^${pointer}: `));
});

describe("prompts", () => {
  test("are the released ones, with arguments, completion and rendered texts", async () => {
    const client = await connect(workspace.runtimeKeys.production);
    const { prompts } = await client.listPrompts();
    expect(prompts).toMatchObject([
      {
        name: "support/reply",
        arguments: [
          { name: "language", required: true },
          { name: "count", required: false },
        ],
      },
    ]);
    const { completion } = await client.complete({
      ref: { type: "ref/prompt", name: "support/reply" },
      argument: { name: "language", value: "g" },
    });
    expect(completion.values).toEqual(["German", "Greek"]);
    const get = (more: Record<string, string>) =>
      client.getPrompt({ name: "support/reply", arguments: { language: "Greek", ...more } });
    expect((await get({ count: "7" })).messages).toEqual([
      { role: "user", content: { type: "text", text: "Answer in Greek, 7 words." } },
    ]);
    await expect(get({ count: "many" })).rejects.toThrow(/write it as JSON/);
    await expect(client.getPrompt({ name: "support/reply" })).rejects.toThrow(/variables are missing: language/);
    await expect(client.getPrompt({ name: "no/prompt" })).rejects.toThrow(/released prompt "no\/prompt"/);
  });

  test("come from the environment in the address", async () => {
    const client = await connect(workspace.manageKey, "?environment=staging");
    const { messages } = await client.getPrompt({ name: "support/reply" });
    expect(messages).toEqual([{ role: "user", content: { type: "text", text: "Another." } }]);
    const foreign = await connect(workspace.runtimeKeys.production, "?environment=staging");
    await expect(foreign.listPrompts()).rejects.toThrow(/may not use the environment staging/);
  });
});

describe("tools", () => {
  test("are those the key has rights for", async () => {
    const names = async (key: string) => (await (await connect(key)).listTools()).tools.map(({ name }) => name);
    expect(await names(workspace.runtimeKeys.production)).toEqual([]);
    expect(await names(workspace.manageKey)).toHaveLength(10);
    const input = { name: "reader", scope: "manage" as const, environments: "all" as const };
    const { key } = await createApiKey(workspace.owner, { ...input, rights: ["prompt:read"] });
    expect(await names(key)).not.toContain("save_draft_copy");
    const refused = await call(await connect(key), "save_draft_copy", {
      name: "support/reply",
      copyName: "mine",
      content: { messages: [{ role: "system", content: "Mine." }] },
    });
    expect(refused.isError).toBe(true);
    expect(refused.content[0]?.text).toContain("insufficient_scope");
  });

  test("search, read and compare like the API", async () => {
    const client = await connect(workspace.manageKey);
    const found = await call(client, "search_prompts", { query: "tents", limit: 5 });
    expect(found.structuredContent).toMatchObject({ items: [{ name: "support/reply" }] });
    const read = await call(client, "get_version", { name: "support/reply", version: 1 });
    expect(read.structuredContent).toMatchObject({ version: 1, content: { type: "chat" } });
    const mount = await mountAheadOfNext();
    const api = createClient(mount.send, workspace.manageKey);
    const { body } = await api.get(`/prompts/${inPath("support/reply")}/diff?from=1&to=2`);
    await mount.stop();
    const diff = await call(client, "diff_versions", { name: "support/reply", from: 1, to: 2 });
    expect(diff.structuredContent).toEqual(body);
    const wrong = await call(client, "get_version", { name: "support/reply", version: 99 });
    expect(JSON.parse(wrong.content[0]?.text ?? "")).toMatchObject({ code: "not_found" });
    const unknown = await call(client, "diff_versions", { name: "support/reply", from: 1, to: 2, more: true });
    expect(JSON.parse(unknown.content[0]?.text ?? "")).toMatchObject({ code: "unrecognized_keys" });
  });

  test("save a draft copy, which is in the audit log and not live", async () => {
    const client = await connect(workspace.manageKey);
    const save = (more: object, content = "Draft.") =>
      call(client, "save_draft_copy", {
        name: "support/reply",
        content: { messages: [{ role: "system", content }] },
        ...more,
      });
    const first = await save({ copyName: "by a model", message: "shorter" });
    const { draftCopyId } = first.structuredContent as { draftCopyId: string };
    expect(first.structuredContent).toMatchObject({ version: { message: "shorter" } });
    const second = await save({ draftCopyId }, "Draft 2.");
    expect(second.structuredContent).toMatchObject({ draftCopyId });
    const where = { workspaceId: workspace.workspaceId, actorKind: "key" as const, action: "draft-copy.create" };
    expect(await prisma().auditEvent.count({ where })).toBe(1);
    const broken = await save({ copyName: "broken" }, "{% if %}");
    expect(broken.isError).toBe(true);
    expect(await prisma().draftCopy.count({ where: { workspaceId: workspace.workspaceId, status: "open" } })).toBe(1);
  });

  test("run an evaluation and read an experiment", async () => {
    const client = await connect(workspace.manageKey);
    const refused = await call(client, "run_evaluation", { prompt: "support/reply", version: 1, suite: "none" });
    expect(JSON.parse(refused.content[0]?.text ?? "")).toMatchObject({ code: "not_found" });
    const mount = await mountAheadOfNext();
    const api = createClient(mount.send, workspace.manageKey);
    const suite = (await api.post("/suites", { name: "Everyday" })).body.id;
    await api.post(`/suites/${suite}/cases`, { cases: [{ variables: { language: "Greek" }, expected: "x" }] });
    await mount.stop();
    const model = { provider: "offline", name: "understudy-offline" };
    const input = { prompt: "support/reply", version: 1, suite: "Everyday", scorers: ["exact"], model };
    const run = await call(client, "run_evaluation", input);
    expect(run.structuredContent).toMatchObject({ status: "queued", prompt: "support/reply" });
    const read = await call(client, "get_evaluation", { id: run.structuredContent?.id });
    expect(read.structuredContent).toMatchObject({ id: run.structuredContent?.id, version: 1 });
    const { id } = await startTestExperiment(workspace.owner, "support/reply");
    const results = await call(client, "get_experiment_results", { id });
    expect(results.structuredContent).toMatchObject({ prompt: "support/reply", status: "running" });
  });
});

describe("the address", () => {
  const ask = (init: RequestInit) => send(address, init);
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };

  test("requires a key, refuses pages of other sites, and has no sessions", async () => {
    expect((await ask({ method: "POST", body, headers })).status).toBe(401);
    const authorization = `Bearer ${workspace.manageKey}`;
    const evil = { ...headers, authorization, origin: "https://evil.example", host: "localhost" };
    const refused = await ask({ method: "POST", body, headers: evil });
    expect([refused.status, (await refused.json()).code]).toEqual([403, "cross_site_request"]);
    expect((await ask({ method: "GET", headers: { authorization } })).status).toBe(405);
    expect((await ask({ method: "DELETE", headers: { authorization } })).status).toBe(405);
    const broken = await ask({ method: "POST", body: "{", headers: { ...headers, authorization } });
    expect([broken.status, (await broken.json()).code]).toEqual([400, "malformed_json"]);
    expect((await ask({ method: "POST", body, headers: { ...headers, authorization } })).status).toBe(200);
  });
});
