import { expect, it } from "vitest";
import { askedFor, snippetEnding } from "./completions";

it("offers variables in outputs and conditions, snippets in quotes, nothing in plain text", () => {
  expect(askedFor("Hi {{")).toEqual({ kind: "variable", typed: "" });
  expect(askedFor("Hi {{ na")).toEqual({ kind: "variable", typed: "na" });
  expect(askedFor("{{ a }} and {{- b")).toEqual({ kind: "variable", typed: "b" });
  expect(askedFor("{% render 'shared/to")).toEqual({ kind: "snippet", typed: "shared/to", quote: "'" });
  expect(askedFor("{% if la")).toEqual({ kind: "word", typed: "la" });
  expect(askedFor("{% if late and pl")).toEqual({ kind: "word", typed: "pl" });
  expect(askedFor("{% for item in it")).toEqual({ kind: "word", typed: "it" });
  expect(askedFor("Hi {{ name }} na")).toBeNull();
  expect(askedFor("{{ name | up")).toBeNull();
  expect(askedFor("{% i")).toBeNull();
  expect(askedFor("plain { text")).toBeNull();
});

it("closes what is open behind a snippet's name", () => {
  expect(snippetEnding("' %}", "'")).toBe("");
  expect(snippetEnding(" %}", "'")).toBe("'");
  expect(snippetEnding("}", '"')).toBe('" %');
  expect(snippetEnding("", "'")).toBe("' %}");
});
