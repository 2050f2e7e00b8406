import { describe, expect, test } from "vitest";
import type { Content } from "@/lib/template/content";
import { referenceName } from "./format";
import { readFile } from "./read-file";

const read = (name: string, value: unknown) =>
  readFile({ name, text: typeof value === "string" ? value : JSON.stringify(value) }, "auto", 0);
const one = (name: string, value: unknown) => {
  const { format, prompts } = read(name, value);
  const [prompt] = prompts;
  const version = prompt?.versions.at(-1);
  return { format, name: prompt?.name, prompt, version, content: version?.content as Content };
};
const faultOf = (name: string, value: unknown) => {
  try {
    read(name, value);
    return null;
  } catch (error) {
    return error as { code: string; message: string; errors: { line?: number; column?: number }[] };
  }
};

describe("Dotprompt, as in its documentation", () => {
  const file = `---
model: googleai/gemini-1.5-flash
config:
  temperature: 0.9
input:
  schema:
    location: string
    style?: string, how to sound
    guests(array, who comes): string
  default:
    location: a restaurant
output:
  format: json
  schema:
    greeting: string, the greeting
    level?: number
---
{{role "system"}}
You are the world's most welcoming AI assistant at {{location}}.

{{history}}

{{role "user"}}
Greet a guest{{#if style}} in the style of {{style}}{{/if}}.
`;

  test("becomes messages, variables, model and response schema", () => {
    const { format, name, content, version } = one("prompts/greeting.prompt", file);
    expect([format, name, version?.problems]).toEqual(["dotprompt", "prompts/greeting", []]);
    expect(content).toEqual({
      type: "chat",
      messages: [
        { role: "system", content: "You are the world's most welcoming AI assistant at {{location}}." },
        { placeholder: "history" },
        { role: "user", content: "Greet a guest{% if style != blank %} in the style of {{style}}{% endif %}." },
      ],
      model: { provider: "google", name: "gemini-1.5-flash", parameters: { temperature: 0.9 } },
      variables: [
        { name: "location", type: "string", required: true, default: "a restaurant" },
        { name: "style", type: "string", required: false, description: "how to sound" },
        { name: "guests", type: "array", required: true, description: "who comes" },
      ],
      responseSchema: {
        type: "object",
        properties: { greeting: { type: "string", description: "the greeting" }, level: { type: "number" } },
        required: ["greeting"],
        additionalProperties: false,
      },
    });
  });

  test("without roles is a text, which can be a snippet", () => {
    expect(one("tone.prompt", "Be warm.\n").content).toEqual({
      type: "text",
      messages: [{ role: "user", content: "Be warm." }],
    });
  });

  test.each([
    ["an alias", "---\na: &x [1]\nb: *x\n---\nHi", /aliases/],
    ["broken YAML", "---\nmodel: [\n---\nHi", /not readable YAML/],
    ["a list", "---\n- a\n---\nHi", /list of fields/],
    ["a foreign tag", "---\na: !!js/function x\n---\nHi", /not readable YAML/],
    ["the prototype", "---\nconfig: { __proto__: { a: 1 } }\n---\nHi", /__proto__/],
    ["brackets without end", `---\na: ${"[".repeat(20_000)}\n---\nHi`, /YAML|deeply/],
    ["a field twice", "---\nmodel: a\nmodel: b\n---\nHi", /unique/],
    ["a role inside a condition", '{{#if a}}{{role "user"}}x{{/if}}', /inside a block/],
    ["a role nobody knows", '{{role "narrator"}}\nx', /not supported/],
  ])("with %s is refused with its place", (_name, text, message) => {
    const { version, content } = one("x.prompt", text);
    expect(content).toBeNull();
    expect(version?.problems[0]).toMatchObject({ message: expect.stringMatching(message), line: expect.any(Number) });
  });

  test("nested YAML aliases are refused quickly", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghij"].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${"abcdefghi"[index]}`)}]`).join("\n")}`;
    expect(one("bomb.prompt", `---\n${bomb}\n---\nHi`).version?.problems).not.toEqual([]);
  });
});

describe("Humanloop, as in its documentation", () => {
  test("is distinguished from Dotprompt and read", () => {
    const file =
      "---\nmodel: gpt-4o\ntemperature: 1.0\nmax_tokens: -1\nprovider: openai\nendpoint: chat\n---\n<system>\n  Write a song about {{topic}}\n</system>\n\n<user>\n{{question}}\n</user>\n";
    const { format, content, version } = one("song.prompt", file);
    expect([format, version?.problems]).toEqual(["humanloop", []]);
    expect(content).toEqual({
      type: "chat",
      messages: [
        { role: "system", content: "Write a song about {{topic}}" },
        { role: "user", content: "{{question}}" },
      ],
      model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 1 } },
    });
  });

  test("with a picture or a tool call is refused, with its line", () => {
    const picture = '---\nmodel: gpt-4o\nendpoint: chat\n---\n<user>\n<image url="x" />\n</user>';
    expect(one("a.prompt", picture).version?.problems[0]).toMatchObject({
      line: 6,
      message: expect.stringContaining("<image>"),
    });
  });
});

describe("exports of other tools, as in their documentation", () => {
  test("Langfuse: versions in order, placeholders, references, labels as proposals", () => {
    const prompt = [
      { role: "system", content: "@@@langfusePrompt:name=Base Tone|label=production@@@ {{x}}" },
      { type: "placeholder", name: "chat_history" },
    ];
    const base = { name: "Base Tone", type: "text", prompt: "Warm", config: {}, tags: [] };
    const { prompts, format } = read("langfuse.json", {
      data: [
        {
          name: "chat",
          version: 2,
          type: "chat",
          prompt,
          config: { model: "claude-3-haiku", max_tokens: 9 },
          labels: ["production", "latest"],
          tags: ["a"],
        },
        { ...base, version: 3, labels: ["latest"] },
        { ...base, version: 2, prompt: "Cold", labels: ["production"] },
      ],
      meta: { page: 1 },
    });
    expect(format).toBe("langfuse");
    expect(prompts[1]?.versions.map(({ number, labels }) => [number, labels])).toEqual([
      [2, ["production"]],
      [3, []],
    ]);
    expect(prompts[0]?.versions[0]?.content).toEqual({
      type: "chat",
      messages: [
        { role: "system", content: `{% render '${referenceName("Base Tone")}' %} {{x}}` },
        { placeholder: "chat_history" },
      ],
      model: { provider: "anthropic", name: "claude-3-haiku", parameters: { max_tokens: 9 } },
      snippets: [{ name: "base-tone", version: 2 }],
    });
  });

  test("Langfuse's list without texts is refused, with advice", () => {
    const { version } = one("list.json", {
      data: [{ name: "a", versions: [1], labels: [], tags: [], lastConfig: {} }],
    });
    expect(version?.problems[0]?.message).toContain("leaves out their text");
  });

  test("PromptLayer: parts, placeholders, f-strings and Jinja2", () => {
    const { format, name, content } = one("pl.json", {
      id: 1,
      prompt_name: "welcome",
      version: 4,
      commit_message: "x",
      tags: ["t"],
      prompt_template: {
        type: "chat",
        messages: [
          {
            role: "system",
            template_format: "f-string",
            content: [{ type: "text", text: "Hi {name} {{}}" }],
            input_variables: ["name"],
          },
          { role: "placeholder", name: "turns" },
          { role: "user", template_format: "jinja2", content: [{ type: "text", text: "{{ q | upper }}" }] },
        ],
        tools: [{ type: "function", function: { name: "f" } }],
      },
      metadata: { model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0 } } },
    });
    expect([format, name]).toEqual(["promptlayer", "welcome"]);
    expect(content).toEqual({
      type: "chat",
      messages: [
        { role: "system", content: "Hi {{ name }} {% raw %}{{}}{% endraw %}" },
        { placeholder: "turns" },
        { role: "user", content: "{{ q | upcase }}" },
      ],
      model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0 } },
      tools: [{ type: "function", function: { name: "f" } }],
    });
    const media = {
      prompt_name: "m",
      prompt_template: { type: "chat", messages: [{ role: "user", content: [{ type: "media" }] }] },
    };
    expect(one("m.json", media).version?.problems[0]).toMatchObject({
      pointer: "/prompt_template/messages/0/content/0",
    });
  });

  test("LangSmith: a chat template with its model", () => {
    const node = (id: string, kwargs: unknown) => ({
      lc: 1,
      type: "constructor",
      id: ["langchain", "prompts", id],
      kwargs,
    });
    const text = (template: string, template_format = "f-string") =>
      node("PromptTemplate", { template, template_format, input_variables: [] });
    const prompt = node("ChatPromptTemplate", {
      messages: [
        node("SystemMessagePromptTemplate", { prompt: text("Be {tone}") }),
        node("MessagesPlaceholder", { variable_name: "history" }),
        node("HumanMessagePromptTemplate", { prompt: text("{{q}}", "mustache") }),
        node("AIMessage", { content: "{not a variable}" }),
      ],
    });
    const manifest = node("RunnableSequence", {
      first: prompt,
      last: node("ChatOpenAI", { model: "gpt-4o", temperature: 0.1 }),
    });
    const { format, name, content } = one("commit.json", {
      repo: "my-prompt",
      owner: "me",
      commit_hash: "abc",
      manifest,
    });
    expect([format, name]).toEqual(["langsmith", "my-prompt"]);
    expect(content).toEqual({
      type: "chat",
      messages: [
        { role: "system", content: "Be {{ tone }}" },
        { placeholder: "history" },
        { role: "user", content: "{{q}}" },
        { role: "assistant", content: "{not a variable}" },
      ],
      model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0.1 } },
    });
  });

  test("Pezzo: a prompt version, named by its file", () => {
    const { format, name, content } = one("greet.json", {
      promptId: "1",
      sha: "9f8e",
      settings: { model: "gpt-4", temperature: 0.7 },
      content: { messages: [{ role: "user", content: "Hello {name}" }] },
    });
    expect([format, name]).toEqual(["pezzo", "greet"]);
    expect(content).toEqual({
      type: "chat",
      messages: [{ role: "user", content: "Hello {{ name }}" }],
      model: { provider: "openai", name: "gpt-4", parameters: { temperature: 0.7 } },
    });
  });
});

describe("files that are no export", () => {
  test.each([
    ["broken JSON", '{ "a": 1,\n }', /does not parse/],
    ["another JSON", { hello: "world" }, /not in a supported format/],
    ["nothing", "  ", /empty/],
    ["NUL", "a\u0000b", /NUL/],
    ["half a character", "a\ud800b", /surrogate/],
    ["the prototype", '{"name":"a","prompt":"b","config":{"__proto__":{}}}', /__proto__/],
    ["a newer bundle", { format: "understudy", formatVersion: 2, prompts: [] }, /format version 2/],
  ])("%s is 422 import_invalid", (_name, value, message) => {
    expect(faultOf("x.json", value)).toMatchObject({ code: "import_invalid", message: expect.stringMatching(message) });
  });

  test("invalid JSON is reported with its line", () => {
    const place = (text: string) => faultOf("x.json", text)?.errors.map(({ line, column }) => [line, column])[0];
    expect(place('{\n "a": tru\n}')).toEqual([2, 7]);
    expect(place("[1,\n]")).toEqual([2, 1]);
    expect(place('{"a": 1\n "b": 2}')).toEqual([2, 2]);
    expect(place(`[${'"a",'.repeat(200_000)}`)).toEqual([1, 800_002]);
  });
});
