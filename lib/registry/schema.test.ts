import { describe, expect, it } from "vitest";
import { parseContent, promptName, promptTags } from "./schema";

const user = (content: string) => ({ role: "user", content });

function failure(input: unknown) {
  try {
    parseContent(input);
  } catch (error) {
    const { code, errors } = error as { code: string; errors: { pointer: string }[] };
    return [code, ...errors.map(({ pointer }) => pointer)];
  }
  throw new Error("it was accepted");
}

describe("parseContent", () => {
  it("fills in the defaults", () => {
    expect(parseContent({ messages: [user("Hi {{ a }}")], variables: [{ name: "a" }] })).toEqual({
      type: "chat",
      messages: [user("Hi {{ a }}")],
      variables: [{ name: "a", type: "string", required: true }],
    });
    expect(parseContent({ type: "text", messages: [{ content: "x" }] }).messages).toEqual([user("x")]);
  });

  it("accepts everything a version may contain, and is stable if parsed again", () => {
    const content = parseContent({
      messages: [{ role: "system", content: "a", name: "boss" }, { placeholder: "history" }, user("b")],
      examples: [{ input: "i", output: "o" }],
      model: { provider: "openai", name: "m", parameters: { temperature: 0.2, stop: ["x"] } },
      variables: [{ name: "a_1", type: "array", required: false, default: [1], description: "d" }],
      responseSchema: { type: "object", properties: { constructor: { type: "string" } } },
      tools: [{ name: "t" }],
      snippets: [{ name: "shared/tone", version: 3 }],
    });
    expect(parseContent(content)).toEqual(content);
  });

  it.each([
    ["no messages", { messages: [] }, ["invalid_request", "/messages"]],
    ["nothing", null, ["invalid_request", ""]],
    ["an unknown field", { messages: [user("a")], temperature: 1 }, ["unrecognized_keys", "/temperature"]],
    ["an unknown field of a message", { messages: [{ ...user("a"), x: 1 }] }, ["unrecognized_keys", "/messages/0/x"]],
    ["an unknown role", { messages: [{ role: "boss", content: "a" }] }, ["invalid_request", "/messages/0/role"]],
    ["no role in a chat", { messages: [{ content: "a" }] }, ["invalid_request", "/messages/0/role"]],
    ["two messages in a text", { type: "text", messages: [user("a"), user("b")] }, ["invalid_request", "/messages"]],
    ["a placeholder in a text", { type: "text", messages: [{ placeholder: "x" }] }, ["invalid_request", "/messages"]],
    [
      "one placeholder twice",
      { messages: [{ placeholder: "x" }, { placeholder: "x" }] },
      ["invalid_request", "/messages/1/placeholder"],
    ],
    ["201 messages", { messages: Array(201).fill(user("a")) }, ["too_many_messages", "/messages"]],
    [
      "201 variables",
      { messages: [user("a")], variables: Array.from({ length: 201 }, (_, index) => ({ name: `v${index}` })) },
      ["too_many_variables", "/variables"],
    ],
    ["more than 256 KiB, counted in bytes", { messages: [user("é".repeat(131_050))] }, ["template_too_large", ""]],
    ["a NUL", { messages: [user("a\0")] }, ["invalid_character", "/messages/0/content"]],
    ["half a surrogate pair", { messages: [user("a\udfff")] }, ["invalid_unicode", "/messages/0/content"]],
    [
      "an infinite parameter",
      { messages: [user("a")], model: { provider: "p", name: "n", parameters: { t: Number.POSITIVE_INFINITY } } },
      ["number_not_finite", "/model/parameters/t"],
    ],
  ])("refuses %s", (_, input, expected) => {
    expect(failure(input)).toEqual(expected);
  });

  it("accepts 256 KiB minus the surrounding JSON", () => {
    expect(parseContent({ messages: [user("x".repeat(262_000))] }).messages).toHaveLength(1);
  });

  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "empty", "forloop"])(
    "reserves the name %s",
    (name) => {
      const input = JSON.parse(`{"messages":[{"role":"user","content":"a"}],"variables":[{"name":"${name}"}]}`);
      expect(failure(input)).toEqual(["reserved_variable_name", "/variables/0/name"]);
    },
  );

  it("requires unique identifiers, with defaults of their type", () => {
    const variables = [
      { name: "a b" },
      { name: "1a" },
      { name: "x" },
      { name: "x" },
      { name: "n", type: "number", default: "1" },
    ];
    expect(failure({ messages: [user("a")], variables })).toEqual([
      "invalid_request",
      "/variables/0/name",
      "/variables/1/name",
      "/variables/4/default",
      "/variables/3/name",
    ]);
    expect(failure({ messages: [user("a")], variables: [{ name: "x" }, { name: "x" }] })).toEqual([
      "invalid_request",
      "/variables/1/name",
    ]);
  });
});

describe("promptName", () => {
  it.each(["a", "support/reply", "a1.b-c_d/e/f", "0", "a".repeat(200)])("accepts %s", (name) => {
    expect(promptName.parse(name)).toBe(name);
  });

  it.each(["", "A", "/a", "a/", "a//b", "-a", "a/.b", "a b", "é", "a\n", "a".repeat(201), "ａ"])(
    "refuses %j",
    (name) => {
      expect(promptName.safeParse(name).error?.issues[0]).toMatchObject({ params: { code: "invalid_name" } });
    },
  );
});

it("tags are trimmed, short, few and different", () => {
  expect(promptTags.parse([" a ", "b"])).toEqual(["a", "b"]);
  for (const tags of [["a", "a"], [""], ["x".repeat(51)], Array.from({ length: 21 }, (_, index) => `${index}`)])
    expect(promptTags.safeParse(tags).success).toBe(false);
});
