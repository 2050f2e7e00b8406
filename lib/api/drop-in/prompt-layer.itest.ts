import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PromptLayer } from "promptlayer";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { closeDatabase, prisma } from "@/lib/core/db";
import { createClient, inPath, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let mount: Awaited<ReturnType<typeof mountAheadOfNext>>;
let workspace: TestWorkspace;
const model = { provider: "openai", name: "gpt-x", parameters: { temperature: 0.2 } };

const client = (options: { cacheTtlSeconds?: number } = {}) =>
  new PromptLayer({ apiKey: workspace.runtimeKeys.production, baseURL: `${mount.url}/api/promptlayer`, ...options });

async function create(name: string, content: string, variables = [{ name: "topic" }] as object[]): Promise<void> {
  const manage = createClient(mount.send, workspace.manageKey);
  const messages = [{ role: "system", content }];
  await manage.post("/prompts", { name, content: { type: "chat", messages, variables, model } });
  await manage.post(`/prompts/${inPath(name)}/promote`, { version: 1, environment: "production" });
}

beforeAll(async () => {
  mount = await mountAheadOfNext();
  workspace = await createTestWorkspace();
  await create("support/reply", "About {{ topic }}.");
  await create("support/logic", "{% if topic %}About {{ topic | upcase }}.{% endif %}");
  vi.spyOn(console, "info").mockImplementation(() => {});
});
afterAll(async () => {
  vi.restoreAllMocks();
  await mount.stop();
  await closeDatabase();
});

describe("promptlayer 1 with Understudy, by base URL and key only", () => {
  const texts = (template: unknown) =>
    (template as { messages: { content: { text: string }[] }[] }).messages.map(({ content }) => content[0]?.text);

  test("gets a rendered template for the provider", async () => {
    const found = await client().templates.get("support/reply", { input_variables: { topic: "tents" } });
    expect(found).toMatchObject({ prompt_name: "support/reply", version: 1, metadata: { model } });
    expect(texts(found?.prompt_template)).toEqual(["About tents."]);
    expect(found?.llm_kwargs).toEqual({
      model: "gpt-x",
      temperature: 0.2,
      messages: [{ role: "system", content: "About tents." }],
    });
  });

  test("caches and renders it on its own; only Liquid is rendered by the server", async () => {
    const cached = client({ cacheTtlSeconds: 60 });
    const fetchSpy = vi.spyOn(globalThis, "fetch");
    for (const topic of ["tents", "boats"]) {
      const found = await cached.templates.get("support/reply", { input_variables: { topic } });
      expect(texts(found?.prompt_template)).toEqual([`About ${topic}.`]);
      expect(found?.llm_kwargs?.messages).toEqual([{ role: "system", content: `About ${topic}.` }]);
    }
    expect(fetchSpy).toHaveBeenCalledTimes(1);
    fetchSpy.mockRestore();
    for (const topic of ["tents", "boats"]) {
      const found = await cached.templates.get("support/logic", { input_variables: { topic } });
      expect(texts(found?.prompt_template)).toEqual([`About ${topic.toUpperCase()}.`]);
    }
  });

  test("run calls the provider, and the call becomes an interaction of that version", async () => {
    let requestBody: unknown;
    const provider = createServer((request, response) => {
      request.setEncoding("utf8");
      let text = "";
      request.on("data", (piece: string) => {
        text += piece;
      });
      request.on("end", () => {
        requestBody = JSON.parse(text);
        const message = { role: "assistant", content: "Yes." };
        const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ id: "c1", model: "gpt-x-2", choices: [{ index: 0, message }], usage }));
      });
    });
    await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
    vi.stubEnv("OPENAI_BASE_URL", `http://127.0.0.1:${(provider.address() as AddressInfo).port}`);
    vi.stubEnv("OPENAI_API_KEY", "none");
    const answer = await client().run({
      promptName: "support/reply",
      promptReleaseLabel: "production",
      inputVariables: { topic: "tents" },
      metadata: { user_id: "u_9" },
    });
    vi.unstubAllEnvs();
    provider.closeAllConnections();
    provider.close();
    expect(requestBody).toMatchObject({ model: "gpt-x", messages: [{ role: "system", content: "About tents." }] });
    if (!("raw_response" in answer)) throw new Error("A call that does not stream has one answer.");
    expect(answer.raw_response.choices[0].message.content).toBe("Yes.");
    const id = String(answer.request_id);
    const [row] = await prisma().$queryRaw<object[]>`
      select * from interactions where workspace_id = ${workspace.workspaceId}::uuid and interaction_id = ${id}`;
    expect(row).toMatchObject({ version: 1, user_id: "u_9", model: "gpt-x-2", input_tokens: 7, output_tokens: 2 });
    await expect(client().track.score({ request_id: answer.request_id as never, score: 90 })).resolves.toBe(true);
  });

  test("reports errors in a form the SDK shows", async () => {
    const get = (name: string, more: object = {}) => client().templates.get(name, more);
    await expect(get("support/none")).rejects.toThrow(/released here of the prompt "support\/none"/);
    await expect(get("support/reply", { input_variables: {} })).rejects.toThrow(/variables are missing: topic/);
    await expect(get("support/reply", { label: "staging" })).rejects.toThrow(/may not use the environment/);
    const nobody = new PromptLayer({ apiKey: "pl_x", baseURL: `${mount.url}/api/promptlayer` });
    await expect(nobody.templates.get("support/reply")).rejects.toThrow(/not an Understudy API key/);
  });

  test("refuses invalid JSON, and accepts invalid times", async () => {
    const track = (body: string) =>
      fetch(`${mount.url}/api/promptlayer/track-request`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
    const stranger = await track('{"kwargs":{"messages":[');
    expect([stranger.status, (await stranger.json()).code]).toEqual([401, "missing_api_key"]);
    const api_key = workspace.runtimeKeys.production;
    const quoted = await track(JSON.stringify({ kwargs: { messages: `"api_key": "${api_key}"` } }));
    expect(quoted.status).toBe(401);
    const odd = { toString: 1, valueOf: 1 };
    const call = { api_key, prompt_id: "support/reply", prompt_version: 1, request_start_time: odd };
    expect(await (await track(JSON.stringify(call))).json()).toMatchObject({ success: true });
  });
});
