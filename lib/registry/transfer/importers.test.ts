import { describe, expect, test } from "vitest";
import type { Content, Message } from "@/lib/template/content";
import { inferVariables } from "@/lib/template/infer";
import { plainText } from "@/lib/template/message-text";
import { compileContent } from "@/lib/template/render";
import { importFixtures } from "@/lib/testing/import-fixtures";
import { parseContent } from "../schema";
import { readFile } from "./read-file";
import { readPrompts } from "./read-prompts";

const fixture = (name: string) => {
  const found = importFixtures.find((each) => each.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  const { prompts, losses } = readFile(found, "auto", 0);
  const [prompt] = prompts;
  const version = prompt?.versions.at(-1);
  const lost = [...(prompt?.losses ?? []), ...(version?.losses ?? []), ...losses];
  return { prompt, prompts, version, content: version?.content as Content, lost };
};
const renderText = (content: Content, values: Record<string, unknown>) =>
  (compileContent(inferVariables(content)).render(values)[0] as Message).content;
const pointers = (name: string) =>
  fixture(name)
    .lost.filter(({ kind }) => kind === "content")
    .map(({ pointer }) => pointer);

describe("LangChain", () => {
  test("partial variables become defaults, and settings bound to the model are imported", () => {
    const { content, lost, prompt } = fixture("chain.json");
    expect(prompt?.name).toBe("support-reply");
    expect(content.model).toEqual({
      provider: "azure",
      name: "gpt-4o-eu",
      parameters: { temperature: 0.1, reasoning_effort: "low", tool_choice: "auto", stop: ["END"], seed: 7 },
    });
    expect(content.tools).toHaveLength(1);
    expect(content.variables).toContainEqual({ name: "tone", type: "string", required: false, default: "warm" });
    expect(content.variables).toContainEqual({ name: "today", type: "string", required: true, inferred: true });
    expect(pointers("chain.json").toSorted()).toEqual([
      "/manifest/kwargs/first/kwargs/messages/1/kwargs/n_messages",
      "/manifest/kwargs/first/kwargs/partial_variables/today",
      "/manifest/kwargs/last/kwargs/bound/kwargs/custom_headers",
      "/manifest/kwargs/last/kwargs/config",
      "/manifest/kwargs/name",
    ]);
    expect(lost.filter(({ pointer }) => pointer.includes("openai_api_key"))).toMatchObject([{ kind: "record" }]);
  });

  test("a schema in LangChain's format becomes JSON Schema; other fields are reported", () => {
    expect(fixture("structured.json").content.responseSchema).toEqual({
      type: "object",
      properties: { a: { type: "string" } },
    });
    expect(fixture("structured.json").content.responseFormat).toEqual({ name: "facts", description: "What is said" });
    expect(pointers("structured.json")).toEqual(["/kwargs/structured_output_kwargs"]);
  });

  test("examples are written as LangChain writes them", () => {
    const { content } = fixture("few-shot.json");
    expect(renderText(content, { word: "big" })).toBe(
      "Give the antonym.\nWord: happy\nAntonym: sad\nWord: {tall}\nAntonym: short\nWord: big\nAntonym:",
    );
  });
});

test("PromptLayer: braces follow its rules, and functions, choice and labels are imported", () => {
  const { content, version } = fixture("welcome.json");
  expect(version?.labels).toEqual(["prod"]);
  expect(content.tools).toEqual([
    { type: "function", function: { name: "find_order", parameters: { type: "object" } } },
  ]);
  expect(content.model?.parameters).toEqual({
    temperature: 0,
    tool_choice: "auto",
    response_format: { type: "json_object" },
  });
  const [system] = content.messages;
  const text = system && "content" in system ? plainText(system.content).replace(/\{% render[^}]*%\}/, "") : "";
  const rendered = renderText({ type: "text", messages: [{ role: "user", content: text }] }, { name: "Kim" });
  expect(rendered).toBe('Hi Kim {"a": 1} {Kim} ');
});

test("Langfuse: a schema is no parameter, and an unknown setting is kept and reported", () => {
  const { prompts } = fixture("langfuse.json");
  const version = prompts[0]?.versions[0];
  const content = version?.content as Content;
  expect(content.responseSchema).toEqual({ type: "object", properties: { a: { type: "string" } } });
  expect(content.model?.parameters).toEqual({ temperature: 0.3, my_flag: true });
  expect(version?.warnings.map(({ message }) => message).join()).toContain("my_flag");
  expect(content.responseFormat).toEqual({ name: "reply", strict: true });
  expect(version?.losses.filter(({ kind }) => kind === "content")).toEqual([]);
});

test("images, cache marks and tool calls are imported in one format", () => {
  const call = { id: "call_1", type: "function", function: { name: "find_order", arguments: '{"id": 7}' } };
  expect(fixture("openai-tools.json").content.messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "What is this, {{name}}?" },
        { type: "image", url: "https://example.com/{{picture}}.png", detail: "low" },
      ],
    },
    { role: "assistant", content: "", tool_calls: [call] },
    { role: "tool", content: "On its way", tool_call_id: "call_1" },
  ]);
  expect(fixture("anthropic-tools.json").content.messages).toEqual([
    {
      role: "user",
      content: [
        { type: "image", data: "aGk=", media_type: "image/png", cache_control: { type: "ephemeral" } },
        { type: "text", text: "What is this?" },
      ],
    },
    {
      role: "assistant",
      content: "I look.",
      tool_calls: [{ id: "t1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
    },
    { role: "tool", content: "A tent", tool_call_id: "t1" },
    { role: "user", content: "And?" },
  ]);
  expect(fixture("parts.json").content.messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "What is {{ thing }}?" },
        { type: "image", url: "{{ image_url }}", detail: "high" },
      ],
    },
    {
      role: "assistant",
      content: "",
      tool_calls: [{ id: "c1", type: "function", function: { name: "find", arguments: '{"id":7}' } }],
    },
    { role: "tool", content: "Here", tool_call_id: "c1" },
  ]);
  for (const name of ["openai-tools.json", "anthropic-tools.json", "parts.json"])
    expect(() => parseContent(fixture(name).content)).not.toThrow();
});

test("a loss in a text is reported with its line", () => {
  expect(fixture("summarize.prompt.yml").lost).toContainEqual({
    pointer: "/testData",
    value: '[{"input":"A long text","expected":"A text"}]',
    kind: "content",
    reason: expect.stringContaining("suite"),
    line: 15,
    column: 3,
  });
  expect(pointers("prompts/support.prompty")).toEqual([
    "/inputs/customer/sample",
    "/inputs/loose",
    "/sample",
    "/extra",
  ]);
});

test("one provider is the model, a chat in a text is a chat, tests are named", () => {
  const { prompts, lost } = fixture("promptfooconfig.yaml");
  expect(prompts.map(({ name }) => name)).toEqual(["promptfooconfig/prompt-1", "Chat"]);
  expect(prompts[1]?.versions[0]?.content).toMatchObject({
    type: "chat",
    messages: [{ role: "system" }, { role: "user", content: "{{question}}" }],
    model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0.1 } },
  });
  expect(lost.map(({ pointer }) => pointer)).toContain("/tests");
});

test("an unreadable file among several is reported, and the others are read", () => {
  const files = [
    { name: "a.py", text: "def f(): pass" },
    { name: "b.prompt", text: "Hi {{name}}" },
  ];
  const { prompts } = readPrompts({ format: "auto", files, skip: [] });
  expect(prompts.map(({ target, format, problems }) => [target, format, problems.length])).toEqual([
    ["a.py", null, 1],
    ["b", "dotprompt", 0],
  ]);
  expect(() => readPrompts({ format: "auto", files: files.slice(0, 1), skip: [] })).toThrow(/does not look like/);
});
