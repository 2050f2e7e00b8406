import { describe, expect, test } from "vitest";
import { splitParameters } from "./parameters";
import { completeBody, fitsStrictMode, toSdkMessages } from "./wire";

describe("parameters", () => {
  test.each([
    [{ max_tokens: 5 }, { maxOutputTokens: 5 }, {}],
    [{ max_completion_tokens: 5, max_tokens: 6 }, { maxOutputTokens: 6 }, {}],
    [{ maxOutputTokens: 7 }, { maxOutputTokens: 7 }, {}],
    [{ topP: 0.5, presencePenalty: 1 }, { topP: 0.5, presencePenalty: 1 }, {}],
    [{ stop: "END" }, { stopSequences: ["END"] }, {}],
    [{ stop_sequences: ["a", "b"] }, { stopSequences: ["a", "b"] }, {}],
    [{ stop: [] }, {}, {}],
    [{ stop: [1] }, {}, { stop: [1] }],
    [{ temperature: null, seed: 3 }, { seed: 3 }, {}],
    [{ temperature: "hot" }, {}, { temperature: "hot" }],
    [{ top_k: 40, reasoning_effort: "low" }, {}, { top_k: 40, reasoning_effort: "low" }],
    [{ model: "x", messages: [], stream: false, tools: [], n: 3 }, {}, {}],
    [undefined, {}, {}],
  ])("%j", (parameters, settings, rest) => {
    expect(splitParameters(parameters)).toEqual({ settings, rest });
  });
});

describe("the body", () => {
  test("takes Google's own parameters where Google reads them", () => {
    const body = { contents: [], generationConfig: { temperature: 1 } };
    const rest = { topK: 4, safetySettings: [{}], generationConfig: { temperature: 0 } };
    expect(completeBody("google", body, rest, [])).toEqual({
      contents: [],
      safetySettings: [{}],
      generationConfig: { temperature: 0, topK: 4 },
    });
    expect(completeBody("google", { contents: [] }, {}, [])).toEqual({ contents: [] });
  });

  test("names messages only where there are as many", () => {
    const messages = [{ role: "user", content: "Hi", name: "ana" }] as const;
    const body = { messages: [{ role: "user", content: "Hi" }] };
    expect(completeBody("openai", body, {}, messages).messages).toEqual(messages);
    expect(completeBody("openai", { messages: [] }, {}, messages).messages).toEqual([]);
    expect(completeBody("anthropic", body, { top_k: 1 }, messages)).toEqual({ ...body, top_k: 1 });
  });
});

test("the order of messages is kept, but for instructions where a provider wants them first", () => {
  const messages = [
    { role: "user", content: "a" },
    { role: "system", content: "b" },
    { role: "assistant", content: "c" },
    { role: "developer", content: "d" },
  ] as const;
  const roles = (kind: "openai" | "anthropic") =>
    toSdkMessages(kind, messages).map(({ role, content }) => `${role} ${content}`);
  expect(roles("openai")).toEqual(["user a", "system b", "assistant c", "system d"]);
  expect(roles("anthropic")).toEqual(["system b\n\nd", "user a", "assistant c"]);
});

const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
test.each([
  [closed({ a: { type: "string" } }), true],
  [closed({ a: closed({ b: {} }) }), true],
  [closed({ a: { type: "array", items: closed({}) } }), true],
  [closed({ a: { anyOf: [{ type: "null" }, closed({})] } }), true],
  [closed({ a: {} }, []), false],
  [{ type: "object", properties: {}, required: [] }, false],
  [closed({ a: { type: "array", items: { type: "object" } } }), false],
  [closed({ a: { anyOf: [{ type: "object" }] } }), false],
  [closed({ a: { oneOf: [{ type: "string" }] } }), false],
  [{ ...closed({ a: { $ref: "#/$defs/x" } }), $defs: { x: { type: "object" } } }, false],
])("strict mode takes %j: %s", (schema, fits) => {
  expect(fitsStrictMode(schema)).toBe(fits);
});
