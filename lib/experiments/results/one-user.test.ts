import { expect, test } from "vitest";
import { always, simulateTimes, type TimedWorld } from "@/lib/testing/simulated-arms";
import { addUser } from "../arms";
import type { TimeCell } from "../rollup/assemble";
import { addWithout, listInfluential } from "../rollup/without-one";
import { mulberry32, normalSample } from "../statistics";
import type { ArmTotals, HeavyUser } from "../totals";
import { compareMetric } from "./compare";
import { findDependence } from "./one-user";

const timesOf = (factor: number): TimedWorld => ({
  name: "log-normal",
  users: [300, 300],
  uses: always(4),
  time: (random, own) => 800 * factor * Math.exp(0.5 * (0.6 * own + 0.8 * normalSample(random))),
});

/** An arm whose users have four answers each, with one user of 40. */
function armOf(factor: number, users = 300): ArmTotals {
  const [made] = simulateTimes(timesOf(factor), mulberry32(factor * 100));
  const arm = { ...made, ratios: structuredClone(made.ratios) };
  for (let user = 0; user < users; user++) addUser(arm, { refusal_rate: [4, 0] });
  addUser(arm, { refusal_rate: [40, 0] });
  return arm;
}
const user = (without?: HeavyUser["without"]): HeavyUser => {
  const one: HeavyUser = { unitId: "u1", answers: 40, weight: 1, sums: { refusal_rate: [40, 0] } };
  return without ? { ...one, without } : one;
};

const isSlower = ({ control, arm }: { control: ArmTotals; arm: ArmTotals }) => {
  const { p, difference } = compareMetric("latency_p95", control, arm, 0.95);
  return p < 0.05 && (difference ?? 0) > 0;
};

test("a difference of times that is gone without one user depends on that user", () => {
  const [control, slow] = [armOf(1), armOf(1.5)];
  const find = (without?: HeavyUser["without"]) =>
    findDependence("latency_p95", { control, arm: { ...slow, heavy: [user(without)] } }, isSlower);
  expect(isSlower({ control, arm: slow })).toBe(true);
  expect(find({ latencyMs: control.latencyMs, ttftMs: null })).toMatchObject({ unitId: "u1", variant: slow.variant });
  expect(find({ latencyMs: slow.latencyMs, ttftMs: null })).toBeNull();
  expect(find()).toBeNull(); // of an older snapshot
});

test("times of an arm with fewer than 100 effective users depend on few", () => {
  const [control, slow] = [armOf(1), armOf(1.5, 60)];
  expect(findDependence("latency_p95", { control, arm: slow }, isSlower)).toMatchObject({
    unitId: null,
    effectiveUsers: expect.closeTo(280 ** 2 / (60 * 16 + 1_600), 6),
  });
});

test("the times of an arm without a user are those of the others", () => {
  const cell = { variant: "control", isTtft: false };
  const cells: TimeCell[] = [
    ...Array.from({ length: 20 }, (_, group) => ({ ...cell, group, bucket: 300, count: 5 })),
    { ...cell, group: 3, bucket: 460, count: 10 },
  ];
  const arm = { ...armOf(1), variant: "control", heavy: [user()] };
  const totals = { arms: [{ ...arm, variant: "control" }], byExposureDay: [] };
  expect(listInfluential(totals.arms)).toEqual(["u1"]);
  const times = [
    { unitId: "u1", isTtft: false, group: 3, bucket: 460, count: 10 },
    { unitId: "u1", isTtft: false, group: 3, bucket: 300, count: 2 },
  ];
  const [without] = addWithout(totals, cells, times).arms.map(({ heavy }) => heavy?.[0]?.without);
  expect(without).toMatchObject({ latencyMs: { count: 98, users: 299 }, ttftMs: null });
  expect(without?.latencyMs?.p95).toBeLessThan(500);
  expect(addWithout(totals, cells, [])).toBe(totals);
});
