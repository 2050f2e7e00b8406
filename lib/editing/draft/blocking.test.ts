import { expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import { analyzeDraft } from "./analysis";
import { countFaults, faultWords, firstFault, toFault } from "./blocking";
import { toDraft } from "./draft-content";

const content = (system: string, more: Partial<Content> = {}): Content => ({
  type: "chat",
  messages: [{ role: "system", content: system }],
  variables: [],
  ...more,
});
const none = { found: [], missing: [] };

it("states what prevents saving", () => {
  const draft = toDraft(content("ok\n{% if x %}"));
  const analysis = analyzeDraft(draft, none, "p");
  expect(countFaults(analysis)).toBe(1);
  expect(firstFault(analysis, draft)).toBe("Fix line 2 first, then you can save.");
});

it("names the message if there are several, and the field outside the text", () => {
  const several = toDraft({
    ...content("ok"),
    messages: [
      { role: "user", content: "a" },
      { role: "user", content: "{{" },
    ],
  });
  expect(firstFault(analyzeDraft(several, none, "p"), several)).toBe("Fix line 1 of User 2 first, then you can save.");
  const model = { ...toDraft(content("ok")), tools: "{" };
  expect(firstFault(analyzeDraft(model, none, "p"), model)).toBe("Fix the tools first, then you can save.");
});

it("puts the server's errors at their place", () => {
  const draft = toDraft(content("ok", { examples: [{ input: "a", output: "b" }] }));
  expect(
    toFault({ pointer: "/content/messages/0/content", code: "c", message: "m", line: 3, column: 2 }, draft),
  ).toEqual([{ place: "m0", line: 3, column: 2, message: "m" }]);
  expect(toFault({ pointer: "/examples/0/output", code: "c", message: "m" }, draft)[0]?.place).toBe("x0:output");
  expect(toFault({ pointer: "/message", code: "c", message: "m" }, draft)).toEqual([]);
  expect(faultWords({ place: "m0", line: 1, column: 1, message: "m" }, draft)).toBe("Line 1: m");
});
