import { expect, test } from "vitest";
import type { Variable } from "@/lib/template/content";
import { bodyOfColumn, sharePlaceholders, shareVariables } from "./shared-values";

const text = (name: string, more: Partial<Variable> = {}): Variable => ({
  name,
  type: "string",
  required: true,
  ...more,
});
const of = (version: number, variables: Variable[], placeholder?: string) => ({
  version,
  content: {
    type: "chat" as const,
    messages: [{ role: "system" as const, content: "x" }, ...(placeholder ? [{ placeholder }] : [])],
    variables,
  },
});

test("the variables of all versions are listed once, with the versions that need them", () => {
  const shared = shareVariables([
    of(4, [text("who"), text("old")]),
    of(6, [text("who", { required: false }), text("new")]),
  ]);
  expect(shared.map(({ variable, only }) => [variable.name, variable.required, only])).toEqual([
    ["who", true, null],
    ["new", true, "v6 only"],
    ["old", true, "v4 only"],
  ]);
  expect(sharePlaceholders([of(1, [], "history"), of(2, [], "history"), of(3, [])])).toEqual(["history"]);
});

test("a column gets only the variables of its version", () => {
  const fields = {
    values: { who: "Lena", count: "3", other: "x" },
    turns: {
      history: [{ role: "user" as const, content: "Hi" }],
      elsewhere: [{ role: "user" as const, content: "No" }],
    },
  };
  const content = of(6, [text("who"), text("count", { type: "number" })], "history");
  expect(bodyOfColumn("p", { version: 6, model: null }, content, fields)).toEqual({
    prompt: "p",
    version: 6,
    variables: { who: "Lena", count: 3 },
    placeholders: { history: fields.turns.history },
  });
});
