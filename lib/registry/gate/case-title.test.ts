import { expect, test } from "vitest";
import { caseTitle, excerpt } from "./case-title";

const blank = { name: "", variables: {}, placeholders: {} };

test("a case is titled by its name, else by its most telling value", () => {
  const variables = { customer_name: "Lena", message: "Where is my tent?", is_late: true };
  expect(caseTitle({ ...blank, name: "Late tent", variables })).toBe("Late tent");
  expect(caseTitle({ ...blank, variables })).toBe("Where is my tent?");
  const history = [{ role: "user" as const, content: "And now?" }];
  expect(caseTitle({ ...blank, variables: { n: 3 }, placeholders: { history } })).toBe("And now?");
  expect(caseTitle({ ...blank, variables: { n: 3, cart: ["tent"], none: null } })).toBe('n 3, cart ["tent"]');
  expect(caseTitle(blank)).toBe("No values");
});

test("a case without texts of its own is titled by its last turn with a text, of any provider", () => {
  const titleOf = (...history: Record<string, unknown>[]) => caseTitle({ ...blank, placeholders: { history } });
  const question = { role: "user", content: "Where is it?" };
  expect(titleOf(question, { role: "tool", tool_call_id: "1", content: "On its way." })).toBe("On its way.");
  expect(titleOf(question, { role: "assistant", content: null, tool_calls: [{ id: "1" }] })).toBe("Where is it?");
  expect(titleOf({ role: "user", parts: [{ text: "Look" }, { inlineData: {} }, { text: "here" }] })).toBe("Look here");
  expect(
    titleOf({ role: "user", content: [{ type: "tool_result", content: [{ type: "text", text: "Found" }] }] }),
  ).toBe("Found");
  expect(titleOf({ role: "user", content: [{ type: "image_url", image_url: { url: "https://a.example" } }] })).toBe(
    "No values",
  );
});

test("long texts become one line, cut between words", () => {
  expect(excerpt("one two three four", 12)).toBe("one two…");
  expect(excerpt(" a\n b ")).toBe("a b");
  expect(excerpt("x".repeat(20), 10)).toBe(`${"x".repeat(10)}…`);
  expect(excerpt(`${"x".repeat(9)}😀😀`, 10)).toBe(`${"x".repeat(9)}…`);
});
