import { expect, test } from "vitest";
import { abPlan, armOf } from "@/lib/testing/experiment-arms";
import type { MadeUser } from "../arms";
import { tradeOffWords } from "../memos/trade-off";
import { planHash } from "../plan-hash";
import { toPlan } from "../schema";
import { mulberry32 } from "../statistics";
import type { HeavyUser } from "../totals";
import { computeNetValue } from "./net-value";
import { computeVerdict } from "./verdict";
import { verdictWords } from "./verdict-words";

/** A user with this many answers and finished tasks, at this cost per answer. */
const user = (answers: number, done: number, costs: number): MadeUser => ({
  completion: [answers, done],
  cost: [answers, answers * costs],
  cost_per_completion: [done, answers * costs],
});
const many = (count: number, of: (n: number) => MadeUser) => Array.from({ length: count }, (_, n) => of(n));
const plan = abPlan({ taskWorthUsd: 0.5 });
const read = (a: readonly MadeUser[], b: readonly MadeUser[], changes = {}) =>
  computeNetValue({
    plan: abPlan({ taskWorthUsd: 0.5, ...changes }),
    control: armOf("control", a),
    candidates: [armOf("candidate", b)],
  });

test("net value is worth times finished tasks, less the cost, per user", () => {
  const [one] =
    read(
      many(400, (n) => user(2, n % 2, 0.01)),
      many(400, (n) => user(2, n % 4 === 0 ? 0 : 1, 0.03)),
    )?.comparisons ?? [];
  expect(one?.baseline).toBeCloseTo(0.5 * 0.5 - 0.02, 12);
  expect(one?.value).toBeCloseTo(0.5 * 0.75 - 0.06, 12);
  expect(one?.difference).toBeCloseTo(0.125 - 0.04, 12);
  expect(one?.reading).toBe("better");
});

test("a version that finishes more can be worth less: its cost decides", () => {
  const [one] =
    read(
      many(800, (n) => user(1, n % 10 < 7 ? 1 : 0, 0.01)),
      many(800, (n) => user(1, n % 10 < 8 ? 1 : 0, 0.2)),
    )?.comparisons ?? [];
  expect(one?.difference).toBeLessThan(0);
  expect(one?.reading).toBe("worse");
});

test("the verdict and the memo of the chosen version state the value per user", () => {
  const [a, b] = [
    many(800, (n) => user(1, n % 10 < 7 ? 1 : 0, 0.01)),
    many(800, (n) => user(1, n % 10 < 8 ? 1 : 0, 0.2)),
  ];
  const found = computeVerdict({ plan, control: armOf("control", a), candidates: [armOf("candidate", b)] });
  const nameOf = (key: string) => (key === "control" ? "v8" : "v9");
  const words = verdictWords({ ...found, control: "control", power: 0.8, nameOf });
  expect(words.detail).toMatch(
    /At \$0\.50 for a finished task, a user of v9 is worth \$0\.14 less than one of v8, net of cost/,
  );
  const variants = [
    { key: "control", version: 8, isControl: true },
    { key: "candidate", version: 9, isControl: false },
  ] as never;
  const verdict = { ...found, ...words, asOf: "" };
  expect(tradeOffWords({ variants, verdict }, "candidate")).toContain("a user of v9 is worth $0.14 less");
});

test("a plan without a worth keeps its former hash", () => {
  const { taskWorthUsd: _, ...without } = toPlan({ primaryMetric: "completion" });
  expect(planHash(toPlan({ primaryMetric: "completion", taskWorthUsd: null }))).toBe(planHash(without));
  expect(toPlan({}, toPlan({ taskWorthUsd: 0.5 })).taskWorthUsd).toBe(0.5);
  expect(toPlan({ taskWorthUsd: null }, toPlan({ taskWorthUsd: 0.5 }))).not.toHaveProperty("taskWorthUsd");
});

test("there is no reading without a stated worth, and no verdict if too few costs are known", () => {
  const arms = many(600, (n) => user(1, n % 2, 0.01));
  expect(read(arms, arms, { taskWorthUsd: undefined })).toBeNull();
  const blind = many(600, (n): MadeUser => ({ completion: [1, n % 10 ? 1 : 0] }));
  const result = read(arms, blind);
  expect(result?.comparisons[0]?.reading).toBe("cost_unknown");
  expect(result?.comparisons[0]?.costKnown).toEqual([1, 0]);
});

test("there is no verdict if the reading depends on one user", () => {
  const control = armOf(
    "control",
    many(600, (n) => user(1, n % 2, 0.01)),
  );
  const whale = user(40, 40, 0);
  const candidate = armOf("candidate", [...many(599, (n) => user(1, n % 2, 0.03)), whale]);
  const heavy: HeavyUser = {
    unitId: "whale",
    answers: 40,
    weight: 1,
    sums: { completion: [40, 40], cost_per_completion: [40, 0] },
  };
  const [one] = computeNetValue({ plan, control, candidates: [{ ...candidate, heavy: [heavy] }] })?.comparisons ?? [];
  expect(one?.reading).not.toBe("better");
});

test("the interval covers the true difference in 95 of 100 experiments, and the error rate is α", () => {
  const random = mulberry32(41);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // Each user has one to six answers and an individual completion rate. The cost is skewed and grows with the answers.
  const draw = (rate: number, costs: number): MadeUser => {
    const answers = 1 + Math.floor(6 * random() ** 2);
    const own = Math.min(1, Math.max(0, rate + 0.2 * (random() - 0.5)));
    const done = Array.from({ length: answers }).filter(() => random() < own).length;
    return user(answers, done, costs * Math.exp(0.8 * gauss() - 0.32));
  };
  const runs = 200;
  const answersMean = Array.from({ length: 6 }, (_, k) => (k + 1) * (Math.sqrt((k + 1) / 6) - Math.sqrt(k / 6))).reduce(
    (a, b) => a + b,
    0,
  );
  const truth = answersMean * (0.5 * 0.05 - 0.02);
  let [covered, alarms] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const arm = (rate: number, costs: number) => many(300, () => draw(rate, costs));
    const [low, high] = read(arm(0.6, 0.02), arm(0.65, 0.04))?.comparisons[0]?.interval ?? [null, null];
    if (low !== null && high !== null && low <= truth && truth <= high) covered++;
    const same = read(arm(0.6, 0.02), arm(0.6, 0.02))?.comparisons[0];
    if (same?.reading === "better" || same?.reading === "worse") alarms++;
  }
  const slack = 4 * Math.sqrt(runs * 0.05 * 0.95);
  expect(covered).toBeGreaterThanOrEqual(runs * 0.95 - slack);
  expect(covered).toBeLessThanOrEqual(runs);
  expect(alarms).toBeLessThanOrEqual(runs * 0.05 + slack);
}, 60_000);
