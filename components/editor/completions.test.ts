import { expect, it } from "vitest";
import { completionContext, snippetEnding } from "./completions";

it("offers variables in outputs and conditions, snippets in quotes, nothing in plain text", () => {
  expect(completionContext("Hi {{")).toEqual({ kind: "variable", typed: "" });
  expect(completionContext("Hi {{ na")).toEqual({ kind: "variable", typed: "na" });
  expect(completionContext("{{ a }} and {{- b")).toEqual({ kind: "variable", typed: "b" });
  expect(completionContext("{% render 'shared/to")).toEqual({ kind: "snippet", typed: "shared/to", quote: "'" });
  expect(completionContext("{% if la")).toEqual({ kind: "word", typed: "la" });
  expect(completionContext("{% if late and pl")).toEqual({ kind: "word", typed: "pl" });
  expect(completionContext("{% for item in it")).toEqual({ kind: "word", typed: "it" });
  expect(completionContext("Hi {{ name }} na")).toBeNull();
  expect(completionContext("{{ name | up")).toBeNull();
  expect(completionContext("{% i")).toBeNull();
  expect(completionContext("plain { text")).toBeNull();
});

it("closes what is open behind a snippet's name", () => {
  expect(snippetEnding("' %}", "'")).toBe("");
  expect(snippetEnding(" %}", "'")).toBe("'");
  expect(snippetEnding("}", '"')).toBe('" %');
  expect(snippetEnding("", "'")).toBe("' %}");
});
