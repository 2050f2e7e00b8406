import { afterEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { type FakeTool, startFakeLangfuse, startFakeLangSmith, startFakePromptLayer } from "@/lib/testing/fake-tools";
import { pullPrompts } from "./pull-prompts";
import type { PullInput } from "./schema";
import { shadowCheck } from "./shadow-check";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
const editor = { kind: "user", userId: "u", workspaceId: "w", role: "editor", name: "Kim" } as unknown as Actor;

let tool: FakeTool | null = null;
afterEach(async () => {
  await tool?.stop();
  tool = null;
});

async function check(input: PullInput) {
  const { files } = await pullPrompts(editor, input);
  const { cursor: _, datasets: __, ...target } = input;
  const { items } = await shadowCheck(editor, { ...target, files: files.map(({ name, text }) => ({ name, text })) });
  return items;
}

const langfusePrompt = (name: string, prompt: unknown, version = 1) => ({
  name,
  version,
  type: typeof prompt === "string" ? "text" : "chat",
  prompt,
  config: {},
  labels: [],
  tags: [],
});

test("Langfuse: equal if both sides give the same text, and reported if they cannot be compared", async () => {
  tool = await startFakeLangfuse([
    langfusePrompt("plain", "Hello {{user-name}}, {x}"),
    langfusePrompt("chat", [
      { role: "system", content: "Be {{tone}}" },
      { type: "placeholder", name: "history" },
      { role: "user", content: "{{ q }}" },
    ]),
    langfusePrompt("logic", "{{#if a}}A{{/if}}"),
  ]);
  const items = await check({ tool: "langfuse", host: tool.url, key: "pk", secret: "sk" });
  expect(items.map(({ name, status }) => [name, status])).toEqual([
    ["plain", "same"],
    ["chat", "same"],
    ["logic", "not_compared"],
  ]);
  expect(items[2]?.reason).toContain("logic");
});

test("Langfuse: a text that differs on its server is different, with both sides", async () => {
  const prompts = [langfusePrompt("reply", "Hello {{name}}")];
  tool = await startFakeLangfuse(prompts);
  const input: PullInput = { tool: "langfuse", host: tool.url, key: "pk", secret: "sk" };
  const { files } = await pullPrompts(editor, input);
  prompts[0] = langfusePrompt("reply", "Good day {{name}}");
  await tool.stop();
  tool = await startFakeLangfuse(prompts);
  const { items } = await shadowCheck(editor, {
    tool: "langfuse",
    host: tool.url,
    key: "pk",
    secret: "sk",
    files: files.map(({ name, text }) => ({ name, text })),
  });
  expect(items).toEqual([
    {
      name: "reply",
      status: "different",
      reason: null,
      differences: [{ message: 0, theirs: "user: Good day <name>", ours: "user: Hello <name>" }],
    },
  ]);
});

test("PromptLayer: its server renders the other side", async () => {
  const template = (text: string) => ({
    prompt_name: "welcome",
    version: 1,
    prompt_template: {
      type: "chat",
      messages: [
        { role: "user", template_format: "f-string", content: [{ type: "text", text }], input_variables: ["name"] },
      ],
    },
  });
  tool = await startFakePromptLayer([template('Hi {name} {"a": 1} {{name}}')], (_, values) => ({
    messages: [{ role: "user", content: [{ type: "text", text: `Hi ${values.name} {"a": 1} {${values.name}}` }] }],
  }));
  const items = await check({ tool: "promptlayer", host: tool.url, key: "pl_key" });
  expect(items).toMatchObject([{ name: "welcome", status: "same" }]);
});

test("LangSmith: f-strings and mustache are rendered as in LangChain", async () => {
  const node = (id: string, kwargs: unknown) => ({ lc: 1, type: "constructor", id: ["langchain", id], kwargs });
  const text = (template: string, template_format = "f-string") =>
    node("PromptTemplate", { template, template_format, input_variables: [] });
  const manifest = node("ChatPromptTemplate", {
    partial_variables: { tone: "warm" },
    messages: [
      node("SystemMessagePromptTemplate", { prompt: text("Be {tone}. {{json}} {{{user}}}") }),
      node("MessagesPlaceholder", { variable_name: "history" }),
      node("HumanMessagePromptTemplate", { prompt: text("{{q}}", "mustache") }),
      node("AIMessage", { content: "{not a variable}" }),
    ],
  });
  const repo = { handle: "reply", tenant: "own", commits: [{ hash: "c1", manifest }], tags: {} };
  tool = await startFakeLangSmith([repo]);
  const items = await check({ tool: "langsmith", host: tool.url, key: "lsv2_key", datasets: false });
  expect(items).toEqual([{ name: "reply", status: "same", reason: null, differences: [] }]);
});
