import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { handleApi } from "@/lib/api/node";
import { prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import type { UseOptions } from "@/lib/registry/use-plan";
import { buildUseSnippets } from "@/lib/registry/use-snippets";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

type SeenRequest = { path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> };

/** A provider without streaming: Chat Completions, and Anthropic's messages. */
function startProvider() {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    const path = request.url ?? "";
    seen.push({ path, headers: request.headers, body: JSON.parse(text) });
    const chat = { choices: [{ message: { role: "assistant", content: "Hello, Lena." } }] };
    const usage = { prompt_tokens: 21, completion_tokens: 5, input_tokens: 21, output_tokens: 5 };
    const body = path.endsWith("/messages") ? { content: [{ type: "text", text: "Hello, Lena." }] } : chat;
    response.setHeader("content-type", "application/json").end(JSON.stringify({ ...body, usage }));
  });
  return { server, seen };
}

const awkward = `it's \\"quoted"`;
const cases = {
  "gpt-4.1": { provider: "openai", name: "gpt-4.1-mini" },
  claude: { provider: "anthropic", name: "claude-sonnet-4-5" },
  none: null,
} as const;

const hasTool = (...tools: string[]) =>
  tools.every((tool) => {
    try {
      execFileSync(tool, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
const runners = {
  typescript: { file: "program.ts", command: process.execPath, before: ["--import", "tsx"], isThere: true },
  python: { file: "program.py", command: "python3", before: [], isThere: hasTool("python3") },
  shell: { file: "program.sh", command: "sh", before: [], isThere: hasTool("curl", "jq") },
};

let workspace: TestWorkspace;
const api = createServer(handleApi);
const { server: provider, seen } = startProvider();
const addressOf = (server: typeof api) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const folder = mkdtempSync(join(tmpdir(), "understudy-programs-"));

beforeAll(async () => {
  startRuntime();
  for (const server of [api, provider]) await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  workspace = await createTestWorkspace();
  for (const [name, model] of Object.entries(cases))
    await createPrompt(workspace.owner, {
      name: `demo/${name}`,
      content: {
        type: "chat",
        ...(model && { model: { ...model, parameters: { maxTokens: 100 } } }),
        messages: [
          { role: "system", content: "You greet people." },
          { placeholder: "history" },
          { role: "user", content: "Greet {{ name }}{% if is_late %} late{% endif %}, {{ items | join: '+' }}." },
        ],
        variables: [
          { name: "name", type: "string", required: true },
          { name: "is_late", type: "boolean", required: true },
          { name: "items", type: "array", required: true },
        ],
      },
      deployTo: "development",
    });
});
afterAll(async () => {
  for (const server of [api, provider]) {
    server.closeAllConnections();
    server.close();
  }
  await stopRuntime();
});

describe.each(Object.entries(runners))("the program in %s", (language, { file, command, before, isThere }) => {
  /** Runs the program unchanged, as a person would after pasting it. */
  function run(options: Omit<UseOptions, "baseUrl" | "environment">) {
    const all = { ...options, baseUrl: `${addressOf(api)}/`, environment: "development" };
    const path = join(folder, file);
    writeFileSync(path, buildUseSnippets(all).find(({ id }) => id === language)?.code ?? "");
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      PATH: process.env.PATH ?? "",
      UNDERSTUDY_API_KEY: workspace.runtimeKeys.development,
      OPENAI_API_KEY: "sk-test",
      OPENAI_BASE_URL: `${addressOf(provider)}/v1`,
      ANTHROPIC_API_KEY: "sk-test",
      ANTHROPIC_BASE_URL: `${addressOf(provider)}/v1`,
    };
    return new Promise<{ code: number; text: string; errors: string }>((done) =>
      execFile(command, [...before, path], { env }, (error, text, errors) =>
        done({ code: Number(error?.code ?? 0), text, errors }),
      ),
    );
  }

  it.skipIf(!isThere).each(Object.entries(cases))(
    "asks for the prompt, calls %s, and reports",
    async (name, model) => {
      const from = seen.length;
      const { code, text, errors } = await run({
        name: `demo/${name}`,
        provider: model?.provider ?? null,
        placeholders: ["history"],
        variables: [
          { name: "name", type: "string", required: true },
          { name: "is_late", type: "boolean", required: true },
          { name: "items", type: "array", required: true },
          { name: "not_needed", type: "string", required: false },
        ],
      });
      expect({ code, errors }).toEqual({ code: 0, errors: "" });
      expect(text).toContain("Hello, Lena.");
      const [call, ...more] = seen.slice(from);
      expect(more).toEqual([]);
      expect(call?.path).toBe(model?.provider === "anthropic" ? "/v1/messages" : "/v1/chat/completions");
      expect(call?.headers[model?.provider === "anthropic" ? "x-api-key" : "authorization"]).toContain("sk-test");
      expect(call?.body.model).toBe(model?.name ?? "gpt-4.1-mini");
      expect(JSON.stringify(call?.body.messages)).toContain("Greet name late, first+second.");

      const { workspaceId } = workspace;
      await vi.waitFor(
        async () => {
          const rows = await prisma().$queryRaw<{ name: string; userId: string; input: number; latency: number }[]>`
            select p.name, i.user_id as "userId", i.input_tokens as input, i.latency_ms as latency
            from interactions i join prompts p on p.id = i.prompt_id
            where i.workspace_id = ${workspaceId}::uuid order by i.at desc limit 1`;
          expect(rows[0]).toMatchObject({ name: `demo/${name}`, userId: "u_1", input: 21 });
          expect(Number(rows[0]?.latency)).toBeGreaterThanOrEqual(0);
        },
        { timeout: 30_000, interval: 50 },
      );
    },
    120_000,
  );

  it.skipIf(!isThere)(
    "ends with what the server said when the prompt is not there",
    async () => {
      const { code, text, errors } = await run({ name: `demo/${awkward}` });
      expect(code).not.toBe(0);
      expect(`${text}${errors}`).toMatch(/not_found|404|invalid_name|422/);
    },
    120_000,
  );
});

it.skipIf(!runners.shell.isThere)("the first call needs a key and nothing else", async () => {
  const options: UseOptions = {
    baseUrl: addressOf(api),
    name: "demo/gpt-4.1",
    environment: "development",
    provider: "openai",
    placeholders: ["history"],
    variables: [
      { name: "name", type: "string", required: true },
      { name: "is_late", type: "boolean", required: true },
      { name: "items", type: "array", required: true },
    ],
    samples: { name: "Lena", items: ["x".repeat(1_000)] },
  };
  const key = workspace.runtimeKeys.development;
  const say = (made: string | null, env: Record<string, string>) =>
    new Promise<string>((done) => {
      const [first] = buildUseSnippets(options, made);
      const all: NodeJS.ProcessEnv = { NODE_ENV: "test", PATH: process.env.PATH ?? "", ...env };
      execFile("sh", ["-c", first?.code ?? ""], { env: all }, (_, text, errors) => done(text + errors));
    });
  for (const answer of [await say(key, {}), await say(null, { UNDERSTUDY_API_KEY: key })])
    expect(JSON.parse(answer)).toMatchObject({
      name: "demo/gpt-4.1",
      version: 1,
      messages: [{ role: "system" }, { content: "Greet Lena late, first+second." }],
    });
});
