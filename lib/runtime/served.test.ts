import { expect, test } from "vitest";
import type { Content } from "@/lib/template/content";
import type { Format } from "@/lib/template/requests/formats";
import { choose } from "./choose";
import type { VersionRecord } from "./record";
import { Served } from "./served";

const content: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "Be {{ tone }}." },
    { role: "user", content: "Hello" },
  ],
  variables: [{ name: "tone", type: "string", required: false, default: "kind" }],
  model: { provider: "openai", name: "gpt-4o" },
};
const record: VersionRecord = {
  promptId: "p",
  name: "greet",
  environment: "production",
  versionId: "v",
  version: 2,
  contentHash: "h",
  content,
};
const grown: number[] = [];
const served = new Served(record, (_, bytes) => grown.push(bytes));
const { assignment } = choose({ served, isPinned: false, experiment: null, control: null }, {}, 0);

function whole(format: Format, isStale = false) {
  const answer = served.answer(format, assignment, isStale);
  if (!answer) throw new Error("It is left to a thread.");
  return answer;
}

test("an answer is serialized once per format and freshness, and counted", () => {
  const first = whole("messages");
  expect(served.answer("messages", assignment, false)).toBe(first);
  expect(served.answer("text", assignment, false)).not.toBe(first);
  expect(grown).toHaveLength(2);
  expect(grown[0]).toBeGreaterThanOrEqual(first.body.length);
});

test("the ETag depends on the bytes: it differs by freshness and format, and is equal for equal content", () => {
  const tags = [whole("messages"), whole("messages", true), whole("text"), whole("openai")].map(({ etag }) => etag);
  expect(new Set(tags).size).toBe(4);
  expect(new Served(record, () => {}).answer("messages", assignment, false)?.etag).toBe(tags[0]);
});

const first = ["format", "name", "environment", "version", "versionId", "contentHash", "type"];
const last = ["variables", "model", "assignment", "stale"];
const answerOf = (format: Format, isStale = false) => JSON.parse(whole(format, isStale).body.toString());

test("the fields are in the order of the contract, and depend on the format", () => {
  expect(Object.keys(answerOf("messages"))).toEqual([...first, "messages", ...last]);
  expect(Object.keys(answerOf("text"))).toEqual([...first, "text", ...last]);
  expect(Object.keys(answerOf("anthropic", true))).toEqual([...first, "request", ...last]);
  expect(answerOf("anthropic", true)).toMatchObject({ format: "anthropic", stale: true });
});

test("without values messages and text are templates, and a request is complete", () => {
  expect(answerOf("messages").messages).toEqual(content.messages);
  expect(answerOf("text").text).toBe("Be {{ tone }}.\n\nHello");
  expect(answerOf("anthropic").request).toEqual({
    model: "gpt-4o",
    max_tokens: 4096,
    system: "Be kind.",
    messages: [{ role: "user", content: "Hello" }],
  });
});

test("a request without a required value is refused and not cached", () => {
  const variables: Content["variables"] = [{ name: "tone", type: "string", required: true }];
  const strict = new Served({ ...record, content: { ...content, variables } }, () => {});
  for (let attempt = 0; attempt < 2; attempt++)
    expect(() => strict.answer("openai", assignment, false)).toThrow("Required variables are missing: tone.");
  expect(strict.fill("openai", assignment, false, { variables: { tone: "dry" } })).toContain("Be dry.");
});

test("a pinned version has its reason", () => {
  expect(choose({ served, isPinned: true, experiment: null, control: null }, { userId: "u" }, 0).assignment).toEqual({
    reason: "pinned",
    experimentId: null,
    variant: null,
  });
});

test.each([
  [1_000, false],
  [3_000, true],
])("a loop of %d steps is rendered in a thread: %s", (times, isHeavy) => {
  const text = `{% for i in (1..${times}) %}{{ i }}{% endfor %}`;
  const looping = new Served(
    { ...record, content: { ...content, messages: [{ role: "user", content: text }] } },
    () => {},
  );
  expect(looping.fill("messages", assignment, false, { variables: {} }) === null).toBe(isHeavy);
  expect(looping.answer("openai", assignment, false) === null).toBe(isHeavy);
  expect(looping.load.isHeavy).toBe(isHeavy);
  expect(looping.answer("messages", assignment, false)).not.toBeNull();
});
