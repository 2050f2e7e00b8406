import { expect, it } from "vitest";
import { mulberry32 } from "../statistics";
import { type Cell, quantileTotals, userGroups } from "./quantiles";

type User = { group: number; values: number[] };
const bucketOf = (ms: number) => Math.max(0, Math.floor(Math.log(Math.max(ms, 1)) / Math.log(1.02)));

function toCells(users: readonly User[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const { group, values } of users)
    for (const value of values) {
      const bucket = bucketOf(value);
      const cell = cells.get(`${group} ${bucket}`) ?? { group, bucket, count: 0 };
      cell.count++;
      cells.set(`${group} ${bucket}`, cell);
    }
  return [...cells.values()];
}

/** Users whose answers are correlated, because each user has an individual speed. */
function draw(random: () => number, users: number, perUser: number): User[] {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: users }, () => {
    const pace = normal() * 0.5;
    return {
      group: Math.floor(random() * userGroups),
      values: Array.from({ length: perUser }, () => 800 * Math.exp(pace + normal() * 0.2)),
    };
  });
}

it("reads quantiles within a percent", () => {
  const users = draw(mulberry32(1), 2_000, 5);
  const all = users.flatMap(({ values }) => values).sort((a, b) => a - b);
  const totals = quantileTotals(toCells(users), users.length);
  expect(totals).toMatchObject({ count: 10_000, users: 2_000 });
  for (const [share, read] of [
    [0.5, totals?.p50],
    [0.95, totals?.p95],
  ] as const)
    expect(Math.abs((read ?? 0) / (all[Math.floor(share * all.length)] ?? 1) - 1)).toBeLessThan(0.01);
});

it("has standard errors that match the spread of quantiles of samples of users", () => {
  const random = mulberry32(2);
  const rounds = Array.from({ length: 100 }, () => quantileTotals(toCells(draw(random, 150, 6)), 150));
  for (const [key, error] of [
    ["p50", "p50StandardError"],
    ["p95", "p95StandardError"],
  ] as const) {
    const values = rounds.map((each) => each?.[key] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    const reported = rounds.reduce((sum, each) => sum + (each?.[error] ?? 0), 0) / rounds.length;
    expect(reported / spread).toBeGreaterThan(0.75);
    expect(reported / spread).toBeLessThan(1.35);
  }
});

it("gives no result without values, and no error for one group only", () => {
  expect(quantileTotals([], 0)).toBeNull();
  expect(quantileTotals([{ group: 3, bucket: 300, count: 5 }], 1)).toMatchObject({ p50StandardError: 0, count: 5 });
});
