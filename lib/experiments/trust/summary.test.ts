import { expect, test } from "vitest";
import { summarizeTrust } from "./summary";
import type { TrustPrompt } from "./views";

const checked = (prompt: string, metrics: TrustPrompt["metrics"]): TrustPrompt => ({
  prompt,
  environment: "production",
  version: 1,
  day: "2026-11-22",
  users: 500,
  answers: 900,
  metrics,
});

test("adds up splits of all prompts by metric, in the order of the metrics", () => {
  const prompts = [
    checked("a", [{ metric: "cost", users: 300, splits: 200, alarms: 12 }]),
    checked("b", [
      { metric: "cost", users: 200, splits: 200, alarms: 8 },
      { metric: "completion", users: 200, splits: 200, alarms: 40 },
    ]),
  ];
  const [completion, cost] = summarizeTrust(prompts, 0.05);
  expect(cost).toMatchObject({
    metric: "cost",
    prompts: 2,
    users: 500,
    splits: 400,
    alarms: 20,
    rate: 0.05,
    isAbove: false,
  });
  expect(completion).toMatchObject({ metric: "completion", prompts: 1, rate: 0.2, isAbove: true });
  // Wilson at 99.95 %: two metrics share 0.1 %.
  expect(completion?.low).toBeCloseTo(0.12, 4);
  expect(completion?.high).toBeCloseTo(0.3143, 4);
});

test("gives no warning for a rate above alpha if its interval contains alpha", () => {
  const [cost] = summarizeTrust([checked("a", [{ metric: "cost", users: 300, splits: 200, alarms: 15 }])], 0.05);
  expect(cost).toMatchObject({ rate: 0.075, isAbove: false });
  expect(summarizeTrust([], 0.05)).toEqual([]);
});
