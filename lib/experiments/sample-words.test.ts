import { expect, test } from "vitest";
import type { ExperimentPlan } from "./plan";
import { changeWords, daysWords, guardrailNote } from "./sample-words";
import { reachWords } from "./start-words";

const plan = (primaryMetric: ExperimentPlan["primaryMetric"]) => ({ primaryMetric }) as ExperimentPlan;

test("the change that a sample detects is in points for a rate, else in percent", () => {
  expect(changeWords(plan("completion"), { up: 0.08, down: 0.08 })).toBe("changes of ±8 points");
  expect(changeWords(plan("cost"), { up: 0.1, down: 0.12 })).toBe("rises of 10\u00a0% and falls of 12\u00a0%");
  expect(changeWords(plan("completion"), { up: Number.POSITIVE_INFINITY, down: 0.3 })).toBe("falls of 30 points");
  const none = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
  expect(changeWords(plan("completion"), none)).toBe("no change at all");
});

test("the duration is rounded up, and a week is advised where it is shorter", () => {
  expect(daysWords(2.2)).toMatch(/about 3\u00a0days\. Run it for a full week/);
  expect(daysWords(9.5)).toMatch(/about 10\u00a0days\.$/);
  expect(daysWords(400)).toMatch(/more than a year/);
  expect(daysWords(null)).toMatch(/not known|unknown/);
});

test("a guardrail says what this sample can show", () => {
  const need = { metric: "refusal_rate" as const, perVariant: null, clearedUpTo: null };
  expect(guardrailNote({ ...need, perVariant: 1_200 })).toMatch(/needs 1,200 users on each version/);
  expect(guardrailNote(need)).toMatch(/has no margin/);
  expect(guardrailNote({ ...need, clearedUpTo: 0.02 })).toMatch(/below 2\.0\u00a0%/);
});

test("before the start people read who gets what", () => {
  const view = {
    prompt: "support/reply",
    environment: "production",
    trafficShare: 0.5,
    variants: [
      { key: "control", version: 8, weight: 0.9 },
      { key: "candidate", version: 9, weight: 0.1 },
    ],
  } as Parameters<typeof reachWords>[0];
  expect(reachWords(view, 8, 1_000)).toBe(
    "support/reply in production gives v8 to 90\u00a0% and v9 to 10\u00a0% of 50\u00a0% of users at once. Of the users of the last week that gives about 350 another version than now. Users keep the version they get first; calls without a user id get v8.",
  );
  expect(reachWords({ ...view, trafficShare: 1 }, null, null)).toMatch(
    /of all users at once\. Users keep .* what is released\.$/,
  );
});
