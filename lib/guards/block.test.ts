import { expect, test } from "vitest";
import { blockOf } from "./block";

const seen = (n: number) => [
  { metric: "completion" as const, current: { version: 2, value: 1, n, users: n } },
  { metric: "thumbs" as const, current: { version: 2, value: 1, n: 5_000, users: 5 } },
];

test("a guard checks at every score at first, and at every twentieth of a busy prompt", () => {
  expect([0, 49, 50, 400, 949, 950, 10_000].map((n) => blockOf(seen(n), "completion"))).toEqual([
    1, 1, 2, 9, 19, 20, 20,
  ]);
  expect(blockOf([], "completion")).toBe(1);
});
