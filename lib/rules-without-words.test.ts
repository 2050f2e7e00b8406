import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Rules, and the file with the sentences of what they return. */
const rules = {
  "lib/registry/gate/judge-version.ts": "lib/registry/gate/words.ts",
  "lib/registry/gate/comparison.ts": "lib/registry/gate/words.ts",
  "lib/registry/gate/refusal.ts": "lib/registry/gate/words.ts",
  "lib/registry/reviews-state.ts": "lib/registry/reviews-words.ts",
  "lib/registry/reviews-gate.ts": "lib/registry/reviews-words.ts",
  "lib/registry/lifecycle.ts": "lib/registry/commands/assert-merged.ts",
  "lib/evaluation/gate/automatic.ts": "lib/evaluation/gate/words.ts",
  "lib/experiments/results/health.ts": "lib/experiments/results/health-words.ts",
  "lib/experiments/results/compute.ts": "lib/experiments/results/result-words.ts",
  "lib/experiments/results/decide-rule.ts": "lib/experiments/results/decide-words.ts",
  "lib/guards/detect.ts": "lib/guards/finding-words.ts",
  "lib/guards/state.ts": "lib/guards/finding-words.ts",
  "lib/guards/quality/summary.ts": "lib/guards/quality/summary-words.ts",
  "lib/auth/authorize.ts": "lib/auth/refusal-words.ts",
  "lib/auth/member-rules.ts": "lib/auth/member-words.ts",
  "lib/auth/invitation-rules.ts": "lib/auth/invitation-words.ts",
  "lib/experiments/plan-rules.ts": "lib/experiments/plan-words.ts",
  "lib/registry/bulk.ts": "lib/registry/bulk-words.ts",
  "lib/evaluation/playground/limits.ts": "lib/evaluation/playground/limit-words.ts",
  "lib/evaluation/online/fit.ts": "lib/evaluation/online/fit-words.ts",
} as const;

/** Texts of several words that end as a sentence does. */
const sentencesIn = (path: string) =>
  [
    ...readFileSync(path, "utf8")
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
      .matchAll(/(["`])((?:(?!\1).)*? (?:(?!\1).)*?\.)\1/g),
  ].map(([, , text]) => text);

describe("a rule returns codes and values; its sentences are in another file", () => {
  test.each(Object.entries(rules))("%s, %s", (rule, words) => {
    expect(sentencesIn(rule)).toEqual([]);
    expect(readFileSync(words, "utf8").length).toBeGreaterThan(0);
  });

  test("the check finds sentences", () => {
    expect(sentencesIn("lib/registry/gate/words.ts").length).toBeGreaterThan(10);
    expect(sentencesIn("lib/experiments/results/health-words.ts").length).toBeGreaterThan(5);
  });
});
