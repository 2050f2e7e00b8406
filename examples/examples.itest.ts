import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { chatContent, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { createClient } from "@/packages/client/src/index";
import { startModelServer } from "@/packages/client/test/model-server";
import { answer } from "./langchain-agent/agent";

let mount: Mount & { url: string };
let models: Awaited<ReturnType<typeof startModelServer>>;
let workspace: TestWorkspace;

beforeAll(async () => {
  startRuntime();
  mount = await mountAheadOfNext();
  models = await startModelServer();
  workspace = await createTestWorkspace();
  const live = async (name: string, text: string, placeholders: string[] = []) => {
    const content = chatContent(text) as { messages: object[] };
    content.messages.push(...placeholders.map((placeholder) => ({ placeholder })));
    await createPrompt(workspace.owner, { name, content: content as never });
    await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
  };
  await live("support/reply", "Answer {{ customer_name }} about {{ order_id }}: {{ message }}", ["history"]);
  await live("support/triage", "Sort this: {{ message }}");
});
afterAll(async () => {
  await models.stop();
  await mount.stop();
  await stopRuntime();
});

const interaction = async (id: string) => {
  const headers = { authorization: `Bearer ${workspace.manageKey}` };
  return (await mount.send(`/api/v1/interactions/${id}`, { headers })).json();
};

test("the chat route of Next.js streams the answer of the released prompt, and reports the call", async () => {
  vi.stubEnv("UNDERSTUDY_URL", mount.url);
  vi.stubEnv("UNDERSTUDY_API_KEY", workspace.runtimeKeys.production);
  vi.stubEnv("OPENAI_API_KEY", "k");
  vi.stubEnv("OPENAI_BASE_URL", `${models.url}/v1`);
  const chunk = (content: string) => ({
    id: "c",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  });
  const usage = { ...chunk(""), choices: [], usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 } };
  models.answers["/v1/chat/completions"] = { events: [chunk("On its "), chunk("way."), usage] };
  const { POST } = await import("./next-chat/app/api/chat/route");
  const body = JSON.stringify({ message: "Where is my tent?", userId: "u_1" });
  const response = await POST(new Request("http://localhost/api/chat", { method: "POST", body }));
  expect(await response.text()).toBe("On its way.");
  expect(models.bodies.at(-1)).toMatchObject({
    messages: [{ role: "system", content: "Answer a customer about unknown: Where is my tent?" }],
  });
  const id = response.headers.get("x-interaction-id") ?? "";
  await vi.waitFor(async () => expect(await interaction(id)).toMatchObject({ inputTokens: 11, outputTokens: 3 }), {
    timeout: 10_000,
  });
  vi.unstubAllEnvs();
});

/** A Python that has what the service needs: the first one, or the system's, which has its packages. */
const python = ["python3", "/usr/bin/python3"].find((each) => {
  try {
    execFileSync(each, ["-c", "import fastapi, uvicorn, httpx"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});
const why = python ? "" : " (needs python3 with fastapi, uvicorn and httpx)";

test.skipIf(!python)(
  `the FastAPI service answers from the released prompt, and reports${why}`,
  async () => {
    const json = {
      choices: [{ message: { role: "assistant", content: "On its way." } }],
      usage: { prompt_tokens: 12, completion_tokens: 4 },
    };
    models.answers["/v1/chat/completions"] = { json };
    const service = await startFastApi({
      UNDERSTUDY_URL: mount.url,
      UNDERSTUDY_API_KEY: workspace.runtimeKeys.production,
      OPENAI_API_KEY: "k",
      OPENAI_BASE_URL: `${models.url}/v1`,
      PYTHONPATH: join(process.cwd(), "sdk-python"),
    });
    const post = (path: string, body: object) =>
      fetch(service.url + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const response = await post("/chat", { message: "Where is my tent?", user_id: "u_3" });
    const { answer: text, interaction_id: id } = (await response.json()) as Record<string, string>;
    expect(text).toBe("On its way.");
    expect(models.bodies.at(-1)).toMatchObject({
      messages: [{ role: "system", content: "Answer a customer about unknown: Where is my tent?" }],
    });
    expect((await post("/feedback", { interaction_id: id, thumbs: "up" })).status).toBe(202);
    await service.stop(); // sends what waits
    const stored = await interaction(id ?? "");
    expect(stored).toMatchObject({ prompt: "support/reply", userId: "u_3", inputTokens: 12, outputTokens: 4 });
    expect(JSON.stringify(stored)).toContain('"thumbs":"up"');
  },
  60_000,
);

/** The service as `uvicorn service:app` runs it, on a free port. */
async function startFastApi(env: Record<string, string>) {
  const child = spawn(python ?? "python3", ["-m", "uvicorn", "service:app", "--port", "0"], {
    cwd: join(process.cwd(), "examples/fastapi-service"),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  const url = await new Promise<string>((done, fail) => {
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = /running on (http:\/\/\S+)/.exec(said)?.[1];
      if (found) done(found);
    });
    child.once("exit", () => fail(new Error(said)));
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    url,
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

test("the LangChain agent follows the released instructions, and reports its turn", async () => {
  const understudy = createClient({ url: mount.url, apiKey: workspace.runtimeKeys.production, deadlineMs: 5_000 });
  const model = new FakeListChatModel({ responses: ["A tent."] });
  const { text, interactionId, version } = await answer(understudy, model, { text: "Where is it?", userId: "u_2" });
  expect([text, version]).toEqual(["A tent.", 1]);
  await understudy.close();
  expect(await interaction(interactionId)).toMatchObject({ prompt: "support/triage", userId: "u_2" });
});
