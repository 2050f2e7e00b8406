import { expect, it } from "vitest";
import { faultRange, outputRanges, splitTemplate } from "./template-text";

const text = "Hi {{ name }},\n{% render 'shared/tone' %}\n{% if late %}{{\n a }}{% endif %} {{ open";

it("splits a template into parts that join to the same text", () => {
  const parts = splitTemplate(text);
  expect(parts.map((part) => part.text).join("")).toBe(text);
  expect(parts.filter(({ kind }) => kind !== "text").map(({ kind, text: part }) => `${kind} ${part}`)).toEqual([
    "output {{ name }}",
    "snippet {% render ",
    "string 'shared/tone'",
    "snippet  %}",
    "tag {% if late %}",
    "output {{\n a }}",
    "tag {% endif %}",
  ]);
});

it("finds the outputs, also over two lines", () => {
  expect(outputRanges(text)).toEqual([
    { line: 1, column: 4, endLine: 1, end: 14 },
    { line: 3, column: 14, endLine: 4, end: 6 },
  ]);
});

it("underlines the tag of a fault, else the rest of its line", () => {
  expect(faultRange(text, 1, 7)).toEqual({ line: 1, column: 4, endLine: 1, end: 14 });
  expect(faultRange(text, 3, 1)).toEqual({ line: 3, column: 1, endLine: 3, end: 14 });
  expect(faultRange(text, 4, 18)).toEqual({ line: 4, column: 18, endLine: 4, end: 25 });
  expect(faultRange("", 1, 1)).toEqual({ line: 1, column: 1, endLine: 1, end: 1 });
});
