import { expect, test } from "vitest";
import { startPolicies } from "./commands/keep-by-policy";
import { applyPolicy, type ContentPolicy } from "./content-policy";
import { SlowRules, startPace } from "./redaction-pace";

const place = { key: "i1", at: 0, now: 0 };
const policyOf = (...patterns: string[]): ContentPolicy => ({
  contentShare: 1,
  rules: patterns.map((pattern) => ({ name: "r", pattern, replacement: "*" })),
  fields: [],
  contentDays: null,
});
/** Takes 0.01 to 0.1 ms for each character. */
const slow = "(?:[a-z]{0,15}){1,15}\\d";
const long = `1${"ab".repeat(5_000)}`;

const rule = { name: "r", pattern: "x", replacement: "*" };

/** A pace on a thread that gets this share of a processor. */
function paceWith(share: number | null) {
  let now = 0;
  const pace = startPace({ now: () => now, cpuMs: () => (share === null ? null : now * share) });
  return (ms: number) => {
    now += ms;
    pace.took(ms, 1_000, rule);
  };
}

test.each([1, null])("rules that take longer than a few ms for thousands of characters are stopped", (share) => {
  const run = paceWith(share);
  for (let count = 0; count < 100; count++) run(10);
  expect(() => run(600)).toThrow(SlowRules);
});

test("names the rule that took most of the time", () => {
  let now = 0;
  const pace = startPace({ now: () => now, cpuMs: () => now });
  const other = { ...rule, name: "other" };
  const run = () => {
    for (const [ms, one] of [
      [300, rule],
      [200, other],
      [10, other],
    ] as const) {
      now += ms;
      pace.took(ms, 0, one);
    }
  };
  expect(run).toThrow(expect.objectContaining({ slowest: rule }));
});

test("rules that wait for a busy machine are not stopped", () => {
  const run = paceWith(0.1);
  for (let count = 0; count < 20; count++) run(100);
  expect(() => run(9_000)).toThrow(SlowRules);
});

test("a usual rule is in time", () => {
  const { contents } = applyPolicy(policyOf("\\d"), { input: long, output: "2" }, { ...place, pace: startPace() });
  expect(contents).toEqual({ input: `*${long.slice(1)}`, output: "*" });
});

test("a workspace with slow rules stores no texts for a minute; others do, and so do its policies without rules", () => {
  const events = { input: long, output: 1, error: "e", name: "n", comment: "c", attributes: { a: 1 }, latencyMs: 3 };
  const none = { input: null, output: null, error: "[removed]", name: "[removed]", comment: null, attributes: null };
  const own = startPolicies("slow");
  expect(own(policyOf(...Array.from({ length: 20 }, () => slow)), events, place)).toEqual({
    contents: { ...none, latencyMs: 3 },
    mark: "withheld",
  });
  expect(startPolicies("slow")(policyOf("\\d"), { input: "1" }, place).contents).toEqual({ input: null });
  expect(startPolicies("slow")(policyOf(), { input: "1" }, place).contents).toEqual({ input: "1" });
  expect(startPolicies("other")(policyOf("\\d"), { input: "1" }, place).contents).toEqual({ input: "*" });
});
