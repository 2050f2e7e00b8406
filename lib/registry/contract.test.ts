import { expect, it } from "vitest";
import type { Content, Variable } from "@/lib/template/content";
import { newlyRequired } from "./contract";

const content = (...variables: Variable[]): Content => ({
  type: "chat",
  messages: [{ role: "user", content: "hi" }],
  variables,
});
const variable = (name: string, rest: Partial<Variable> = {}): Variable => ({
  name,
  type: "string",
  required: true,
  ...rest,
});

it("lists newly required variables", () => {
  const before = content(variable("a"), variable("b", { required: false }), variable("c", { default: "x" }));
  const after = content(variable("a"), variable("b"), variable("c"), variable("d"));
  expect(newlyRequired(before, after)).toEqual(["b", "c", "d"]);
});

it("ignores variables that have a default, are optional, or were removed", () => {
  const before = content(variable("a"), variable("b"));
  const after = content(
    variable("a"),
    variable("c", { required: false }),
    variable("d", { default: "" }),
    variable("e", { type: "boolean", default: false }),
  );
  expect(newlyRequired(before, after)).toEqual([]);
});

it("treats a default of null as none", () => {
  expect(newlyRequired(content(), content(variable("a", { default: null })))).toEqual(["a"]);
});

it("gives no warning if no version was live", () => {
  expect(newlyRequired(null, content(variable("a")))).toEqual([]);
});
