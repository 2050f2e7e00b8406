import { expect, test } from "vitest";
import { fillPreview } from "./preview-text";

const content = {
  type: "chat" as const,
  messages: [
    { role: "system" as const, content: "Hello {{ name }}, {% for each in list %}{{ each }};{% endfor %}" },
    { placeholder: "history" },
  ],
  variables: [
    { name: "name", type: "string" as const, required: true },
    { name: "list", type: "array" as const, required: true },
  ],
};

test("fills variables with values and lists those without", () => {
  const { parts, unfilled, problem } = fillPreview(content, { list: ["a", "b"] });
  expect(parts).toEqual([
    { role: "system", placeholder: null, text: "Hello [name], a;b;" },
    { role: null, placeholder: "history", text: "" },
  ]);
  expect([unfilled, problem]).toEqual([["name"], null]);
});

test("shows the templates with a reason if the values do not match", () => {
  const { parts, problem } = fillPreview(content, { name: "Ana", list: "no list" });
  expect(parts[0]?.text).toBe(content.messages[0]?.content);
  expect(problem).toContain("list");
});

test("shows the templates if the filled text is very long", () => {
  const { parts, problem } = fillPreview(content, {
    name: "Ana",
    list: Array.from({ length: 400 }, () => "x".repeat(1_000)),
  });
  expect(parts[0]?.text).toBe(content.messages[0]?.content);
  expect(problem).toBe("The filled text has more than 300,000 characters.");
});
