import { describe, expect, test } from "vitest";
import { usageQuantile } from "./usage-buckets";

const bucketOf = (ms: number) => Math.floor(Math.log(ms) / Math.log(1.1));
const bucketsOf = (times: readonly number[]) => {
  const counts = new Map<number, number>();
  for (const ms of times) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  return [...counts].map(([bucket, count]) => ({ bucket, count }));
};

describe("usageQuantile", () => {
  test("is null without times", () => {
    expect(usageQuantile([], 0.5)).toBeNull();
    expect(usageQuantile([{ bucket: 3, count: 0 }], 0.5)).toBeNull();
  });

  test("is off by 5 % at most", () => {
    const times = Array.from({ length: 10_000 }, (_, index) => 100 + index);
    for (const [share, exact] of [
      [0.5, 5_100],
      [0.95, 9_600],
      [0.01, 200],
    ] as const) {
      const found = usageQuantile(bucketsOf(times), share) ?? 0;
      expect(Math.abs(found / exact - 1)).toBeLessThan(0.05);
    }
  });

  test("does not depend on the order of buckets", () => {
    const buckets = bucketsOf([5, 50, 500, 5_000]);
    expect(usageQuantile(buckets.toReversed(), 0.9)).toBe(usageQuantile(buckets, 0.9));
  });
});
