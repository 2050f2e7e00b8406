import { expect, test } from "vitest";
import type { Content } from "@/lib/template/content";
import { choose } from "./choose";
import type { VersionRecord } from "./record";
import { Served } from "./served";

const content: Content = {
  type: "chat",
  messages: [
    { role: "system", content: "Be {{ tone }}." },
    { role: "user", content: "Hello" },
  ],
  variables: [{ name: "tone", type: "string", required: true }],
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

test("an answer is written once per format and freshness, and counted", () => {
  const first = served.answer("messages", assignment, false);
  expect(served.answer("messages", assignment, false)).toBe(first);
  expect(served.answer("text", assignment, false)).not.toBe(first);
  expect(grown).toHaveLength(2);
  expect(grown[0]).toBeGreaterThanOrEqual(first.body.length);
});

test("the ETag is that of the bytes: another freshness or format has another, the same content the same", () => {
  const tags = [
    served.answer("messages", assignment, false),
    served.answer("messages", assignment, true),
    served.answer("text", assignment, false),
    served.answer("openai", assignment, false),
  ].map(({ etag }) => etag);
  expect(new Set(tags).size).toBe(3); // openai's messages are the same here as ours
  expect(new Served(record, () => {}).answer("messages", assignment, false).etag).toBe(tags[0]);
});

test("the fields come in the order of the contract, and absent ones are null or left out", () => {
  const answer = JSON.parse(served.answer("anthropic", assignment, true).body.toString());
  expect(Object.keys(answer)).toEqual([
    "name",
    "environment",
    "version",
    "versionId",
    "contentHash",
    "type",
    "messages",
    "system",
    "variables",
    "model",
    "assignment",
    "stale",
  ]);
  expect(answer).toMatchObject({ model: null, system: "Be {{ tone }}.", stale: true });
  expect(answer.messages).toEqual([{ role: "user", content: "Hello" }]);
});

test("a pinned version says so", () => {
  expect(choose({ served, isPinned: true, experiment: null, control: null }, { userId: "u" }, 0).assignment).toEqual({
    reason: "pinned",
    experimentId: null,
    variant: null,
  });
});
