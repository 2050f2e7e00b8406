import { expect, test } from "vitest";
import { dimensionLines } from "./dimension-lines";

type Input = Parameters<typeof dimensionLines>[0];
const own = { score: 0.9, baselineScore: 0.8, fixed: 3, broken: 1 };
const comparison = {
  dimensions: { accuracy: own, format: own, safety: own, consistency: own },
} as unknown as Input["comparison"];
const gate = {
  run: { id: "r1" },
  dimensions: [{ dimension: "accuracy", minimum: 0.95, passes: false }],
} as unknown as NonNullable<Input["gate"]>;
const run = {
  id: "r1",
  status: "finished",
  dimensions: { accuracy: { score: 0.91, interval: [0.85, 0.95] } },
} as unknown as Input["run"];

test("a line has the score of the run, and of a running one the score so far", () => {
  const [accuracy, format] = dimensionLines({ run, gate, comparison });
  expect(accuracy).toMatchObject({ score: 0.91, interval: [0.85, 0.95], baseline: 0.8, fixed: 3, broken: 1 });
  expect(format).toMatchObject({ score: 0.9, interval: null });
});

test("only the run that the gate read has its minimum and its result", () => {
  const [deciding] = dimensionLines({ run, gate, comparison });
  const [other] = dimensionLines({ run: { ...run, id: "r2" }, gate, comparison });
  expect([deciding?.minimum, deciding?.passes]).toEqual([0.95, false]);
  expect([other?.minimum, other?.passes]).toEqual([null, null]);
});
