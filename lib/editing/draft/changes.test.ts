import { expect, it } from "vitest";
import { diffContents } from "@/lib/registry/diff";
import type { Content } from "@/lib/template/content";
import { countChanges, lineMarks, summarize } from "./changes";

const before: Content = {
  type: "chat",
  messages: [{ role: "system", content: "one\ntwo\nthree\nfour\nfive" }, { placeholder: "history" }],
  model: { provider: "p", name: "m", parameters: { temperature: 0.2 } },
  variables: [],
};
const after: Content = {
  ...before,
  messages: [
    { role: "system", content: "one\ntwo\ntwo and a half\nthree\nfour!\nfive" },
    { placeholder: "history" },
    { role: "user", content: "{{ message }}" },
  ],
  model: { provider: "p", name: "m", parameters: { temperature: 0.4 } },
  variables: [{ name: "message", type: "string", required: true }],
};

it("counts changes like a person", () => {
  expect(countChanges(diffContents(before, before))).toBe(0);
  // A new line, a changed line, a new message, a setting, a variable.
  expect(countChanges(diffContents(before, after))).toBe(5);
});

it("marks new and changed lines", () => {
  const [system] = diffContents(before, after).messages;
  expect(lineMarks(system?.lines ?? [])).toEqual({ added: [3], changed: [5] });
});

it("summarizes changes in a few lines", () => {
  expect(summarize(diffContents(before, after))).toEqual([
    { kind: "message", label: "System", added: 2, removed: 1, note: null },
    { kind: "message", label: "User", added: 1, removed: 0, note: "new" },
    { kind: "variable", text: "1 new required variable", names: ["message"] },
    { kind: "other", text: "1 model setting: temperature" },
  ]);
});
