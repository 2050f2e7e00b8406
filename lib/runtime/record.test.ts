import { expect, test } from "vitest";
import { parseRecord, toRecord } from "./record";

const good = {
  promptId: "p",
  name: "a/b",
  environment: "production",
  versionId: "v",
  version: 3,
  contentHash: "h",
  content: {
    type: "chat",
    messages: [{ role: "system", content: "x", name: "n" }, { placeholder: "history" }],
    variables: [{ name: "topic", type: "string", required: true }],
    examples: [{ input: "i", output: "o" }],
    model: { provider: "openai", name: "m" },
    tools: [{ type: "function" }],
    responseSchema: {},
  },
};

test("accepts a complete record unchanged, with unknown fields of content", () => {
  const later = { ...good, content: { ...good.content, modality: "voice" }, extra: 1 };
  expect(toRecord(later)).toEqual({ ...good, content: later.content });
  expect(parseRecord(JSON.stringify(good))).toEqual(good);
  expect(toRecord({ ...good, content: { type: "text", messages: [{ role: "user", content: "" }] } })).not.toBeNull();
});

const content = (change: object) => ({ ...good, content: { ...good.content, ...change } });

test.each([
  null,
  "text",
  [],
  {},
  { ...good, version: "3" },
  { ...good, version: Number.NaN },
  { ...good, versionId: null },
  { ...good, content: null },
  { ...good, content: "{}" },
  content({ type: "other" }),
  content({ messages: [] }),
  content({ messages: null }),
  content({ messages: [null] }),
  content({ messages: [{ role: "system", content: null }] }),
  content({ messages: [{ content: "no role" }] }),
  content({ variables: [{ type: "string" }] }),
  content({ variables: {} }),
  content({ examples: [{ input: "i" }] }),
  content({ model: "gpt" }),
  content({ tools: [1] }),
  content({ responseSchema: [] }),
])("%j cannot be served", (value) => {
  expect(toRecord(value)).toBeNull();
});

test("rejects text that is not JSON", () => {
  expect(parseRecord("{")).toBeNull();
});
