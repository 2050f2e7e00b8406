import { expect, test } from "vitest";
import { onlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { guardFields } from "./schema";
import { sensitivityOf, sensitivityWords } from "./sensitivity-words";
import { daysToScores, scoringWords, spentWords, waitWords } from "./watch-words";

const guard = guardFields.parse({ metrics: [{ name: "completion", worse: "lower" }] });
const [completion] = guard.metrics;

test("the detectable change is stated for the minimum and the window", () => {
  if (!completion) throw new Error("The guard has lost its metric.");
  expect(sensitivityWords(sensitivityOf(completion, guard, null))).toBe(
    "With 200 scores per version it detects drops of about 15 points; with 1,000, drops of about 6 points.",
  );
  // A rate of 0.5 has the largest variance, so only larger drops are detected. If the window equals the minimum, one
  // size is stated.
  expect(sensitivityWords(sensitivityOf(completion, { ...guard, window: 200 }, 0.5))).toBe(
    "With 200 scores per version it detects drops of about 19 points.",
  );
  const latency = { name: "latency", worse: "higher" } as const;
  expect(sensitivityWords(sensitivityOf(latency, guard, null))).toMatch(
    /^With 200 scores per version it detects rises of about 2[78]\u00a0%;/,
  );
  expect(sensitivityWords(sensitivityOf(completion, { ...guard, minimumPerSide: 20, window: 50 }, 0.1))).toBe(
    "With 20 scores per version it detects no drops; with 50, no drops.",
  );
});

test("the scored share is described, with the budget if there are costs", () => {
  const plain = onlineEvaluationFields.parse({});
  expect(scoringWords(plain)).toBe(
    "10\u00a0% of answers, at least 200 of each version a day. No scorer reads them. Reported data counts, such as finished tasks and thumbs.",
  );
  const judged = onlineEvaluationFields.parse({
    scorers: [{ id: "kind", name: "Kind", type: "judge", criteria: ["It is kind."] }],
    sampleRate: 0.055,
    minimumPerVersion: 0,
  });
  expect(scoringWords(judged)).toBe("5.5\u00a0% of answers. Scored by Kind. Judging costs at most $5.00 a day.");
  expect(scoringWords({ ...judged, dailyBudgetUsd: null })).toContain("no daily limit");
  expect(spentWords(0.004, 1, 5)).toBe("Today 1 judgement for $0.004 of $5.00, until midnight UTC.");
  expect(spentWords(0, 0, null)).toBe("Today 0 judgements for $0.00, until midnight UTC.");
});

test("the duration depends on the traffic, the share and the daily minimum", () => {
  const scoring = { sampleRate: 0.1, minimumPerVersion: 100 };
  expect(daysToScores(null, scoring, 200)).toBeNull();
  expect(daysToScores(4_000, scoring, 200)).toBeCloseTo(0.5);
  expect(daysToScores(4_000, { ...scoring, minimumPerVersion: 200 }, 200)).toBeCloseTo(0.05);
  expect(daysToScores(50, scoring, 200)).toBeCloseTo(4);
  expect([0.02, 0.5, 4].map(waitWords)).toEqual(["about 29\u00a0min", "about 12\u00a0h", "about 4 days"]);
});
