import { describe, expect, test } from "vitest";
import { dimensions } from "@/lib/registry/gate/dimensions";
import { passWords, scorerForm, summaryOf, typesOf } from "./form-registry";
import { freeId, newScorer } from "./new-scorer";
import { scorers } from "./registry";
import { scorerConfig } from "./schema";

const summary = (fields: Record<string, unknown>) => summaryOf(scorerConfig.parse({ id: "a", name: "A", ...fields }));

test.each([
  [{ type: "exact", ignoreCase: true }, "Word by word, ignoring case"],
  [{ type: "contains" }, "The expected answer"],
  [{ type: "contains", texts: ["a", "b", "c", "d"], match: "any" }, "Any of “a”, “b”, “c” and 1 more"],
  [{ type: "regex", pattern: "a+", flags: "i", shouldMatch: false }, "Does not match /a+/i"],
  [{ type: "numeric" }, "The expected number, exactly"],
  [{ type: "numeric", tolerance: 0.05, mode: "relative" }, "The expected number, ± 5\u00a0%"],
  [{ type: "json_equality", ignorePaths: ["/id"] }, "The expected JSON without /id"],
  [{ type: "similarity", measure: "words" }, "By words in their order"],
  [{ type: "judge", criteria: ["a"] }, "1 criterion, scored 1 to 5"],
  [{ type: "judge", criteria: ["a", "b"], scale: "pass_fail" }, "2 criteria, scored pass or fail"],
  [{ type: "json_schema" }, "The response schema of the version"],
  [{ type: "required_sections", sections: ["A", "B"], inOrder: true }, "“A”, “B”, in this order"],
  [{ type: "length", max: 120 }, "At most 120 words"],
  [{ type: "prohibited", words: ["a"], patterns: ["b", "c"] }, "“a” and 2 patterns"],
  [{ type: "pii", kinds: ["email"], isInputAllowed: false }, "1 kind"],
  [{ type: "agreement", mode: "exact" }, "Labels and numbers, the same or not"],
])("%j", (fields, words) => {
  expect(summary(fields)).toBe(words);
});

test("the threshold of passing", () => {
  expect(passWords({ threshold: 1 })).toBe("Passes in full only");
  expect(passWords({ threshold: 0.7 })).toBe("Passes from 70\u00a0%");
});

describe("a new scorer", () => {
  /** Fills the fields that the schema refuses while they are empty. */
  function fill(made: Record<string, unknown>): Record<string, unknown> {
    const names = scorerConfig.safeParse(made).error?.issues.map(({ path }) => String(path[0])) ?? [];
    return { ...made, ...Object.fromEntries(names.map((name) => [name, Array.isArray(made[name]) ? ["a"] : "a"])) };
  }
  const offered = dimensions.flatMap((dimension) => typesOf(dimension).map((type) => ({ dimension, type })));

  test.each(offered)("$type of $dimension is valid once its required fields are filled", ({ dimension, type }) => {
    const made = fill({ ...newScorer(type, dimension), id: "new" });
    expect(scorerConfig.parse(made)).toEqual(made);
  });

  test("every type is offered, first in its own dimension", () => {
    for (const { type } of scorers) expect(typesOf(scorerForm(type).dimensions[0])).toContain(type);
  });

  test.each([
    ["Helpful & kind", [], "helpful-kind"],
    ["Helpful", ["helpful", "helpful-2"], "helpful-3"],
    ["Größe", [], "gro-e"],
    ["返金", [], "scorer"],
    ["Check 1", [], "s-check-1"],
  ])("%s gets a unique id", (name, taken, id) => {
    expect(freeId(name, taken)).toBe(id);
    expect(scorerConfig.safeParse({ id, name, type: "exact" }).success).toBe(true);
  });
});
