import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { freeRanges, holdbackUsers, type Range, Share, type Split, Splitter, seedLength } from "./assignment";
import vectors from "./assignment.vectors.json";
import { Sha256 } from "./sha256";
import { chiSquaredTest, sampleRatioMismatch } from "./statistics";

const seedOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, seedLength);
const users = (count: number) => Array.from({ length: count }, (_, i) => `user-${i}`);
const splitOf = (weights: number[], more: Partial<Split> = {}): Split => ({
  seed: seedOf("one"),
  trafficShare: 1,
  group: null,
  variants: weights.map((weight, index) => ({ key: `v${index}`, weight })),
  ...more,
});
const countsOf = (split: Split, among: string[]) => {
  const splitter = new Splitter(split);
  const counts = split.variants.map(() => 0);
  for (const unit of among) {
    const index = splitter.variantOf(unit);
    if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
};

test("the hash is SHA-256 for every text, in any chunks", () => {
  const hex = (words: Int32Array) => Buffer.from(Int32Array.from(words, toBigEndian).buffer).toString("hex");
  const toBigEndian = (word: number) => Buffer.from(Int32Array.of(word).buffer).readInt32BE();
  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ minLength: 50, maxLength: 70 }));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const begun = new Sha256().add(a);
      const expected = createHash("sha256").update(a).update(b).digest("hex");
      expect(hex(new Sha256().continueFrom(begun).add(b).end())).toBe(expected);
      expect(hex(begun.add(b).end())).toBe(expected);
    }),
    { numRuns: cases(150) },
  );
  expect(hex(new Sha256().add("lone \ud800!").end())).toBe(
    createHash("sha256").update(new TextEncoder().encode("lone \ud800!")).digest("hex"),
  );
});

test("the published test vectors match", () => {
  expect(vectors.cases.length).toBe(40);
  for (const { split, unit, variant } of vectors.cases) {
    const index = new Splitter(split as unknown as Split).variantOf(unit);
    expect([unit, split.variants[index]?.key ?? null]).toEqual([unit, variant]);
  }
});

describe("the split", () => {
  test("has the planned shares, with equal and with unequal weights", () => {
    for (const weights of [
      [0.5, 0.5],
      [0.9, 0.1],
      [0.7, 0.1, 0.1, 0.1],
      [0.01, 0.99],
      [1 / 3, 1 / 3, 1 / 3],
    ]) {
      const counts = countsOf(splitOf(weights), users(40_000));
      expect(counts.reduce((a, b) => a + b)).toBe(40_000);
      expect(sampleRatioMismatch(counts, weights).p).toBeGreaterThan(0.001);
    }
  });

  test("assigns no user to a variant of weight 0", () => {
    expect(countsOf(splitOf([0.5, 0, 0.5]), users(5_000))[1]).toBe(0);
  });

  test("is the same for the same user, and another one in another phase", () => {
    const [one, again, other] = [
      splitOf([0.5, 0.5]),
      splitOf([0.5, 0.5]),
      splitOf([0.5, 0.5], { seed: seedOf("two") }),
    ];
    const choices = (split: Split) => {
      const splitter = new Splitter(split);
      return users(20_000).map((unit) => splitter.variantOf(unit));
    };
    const [first, second] = [choices(one), choices(other)];
    expect(choices(again)).toEqual(first);
    const arms = [0, 1].map((variant) => {
      const mine = second.filter((_, user) => first[user] === variant);
      return { successes: mine.filter((choice) => choice === 1).length, total: mine.length };
    });
    expect(chiSquaredTest(arms).p).toBeGreaterThan(0.001);
  });

  test("moves as few users as possible if weights change: 4 × 25 % to 70/10/10/10 moves 45 %", () => {
    const [before, after] = [
      new Splitter(splitOf([0.25, 0.25, 0.25, 0.25])),
      new Splitter(splitOf([0.7, 0.1, 0.1, 0.1])),
    ];
    const all = users(40_000);
    const moved = all.filter((unit) => before.variantOf(unit) !== after.variantOf(unit));
    expect(moved.length / all.length).toBeCloseTo(0.45, 1);
    expect(Math.abs(moved.length / all.length - 0.45)).toBeLessThan(0.01);
    // No user moves between two variants whose weights both decreased.
    expect(moved.every((unit) => after.variantOf(unit) === 0)).toBe(true);
  });
});

describe("coverage", () => {
  test("includes its share of users, keeps them if the share grows, and is independent of the variant", () => {
    const all = users(40_000);
    const [small, large] = [0.2, 0.6].map((trafficShare) => new Splitter(splitOf([0.5, 0.5], { trafficShare })));
    if (!small || !large) throw new Error("two splits");
    const inSmall = all.filter((unit) => small.isInExperiment(unit));
    expect(sampleRatioMismatch([inSmall.length, all.length - inSmall.length], [0.2, 0.8]).p).toBeGreaterThan(0.001);
    expect(inSmall.every((unit) => large.variantOf(unit) === small.variantOf(unit))).toBe(true);
    const everybody = new Splitter(splitOf([0.5, 0.5]));
    const arm = (among: string[]) => ({
      successes: among.filter((unit) => everybody.variantOf(unit) === 1).length,
      total: among.length,
    });
    const outside = all.filter((unit) => !small.isInExperiment(unit));
    expect(chiSquaredTest([arm(inSmall), arm(outside)]).p).toBeGreaterThan(0.001);
  });
});

describe("exclusive groups", () => {
  test("have no user in common, and each gets its part", () => {
    const first = freeRanges([], 0.5) ?? [];
    const second = freeRanges(first, 0.3) ?? [];
    const inGroup = (ranges: readonly Range[], seed: string) =>
      new Splitter(splitOf([0.5, 0.5], { seed, trafficShare: 1, group: { name: "checkout", ranges } }));
    const [one, two] = [inGroup(first, seedOf("one")), inGroup(second, seedOf("two"))];
    const all = users(20_000);
    const [inOne, inTwo] = [one, two].map((splitter) => all.filter((unit) => splitter.isInExperiment(unit)));
    expect(inOne?.some((unit) => two.isInExperiment(unit))).toBe(false);
    expect(sampleRatioMismatch([inOne?.length ?? 0, inTwo?.length ?? 0], [5 / 8, 3 / 8]).p).toBeGreaterThan(0.001);
  });

  test("uses a free gap for a part, or finds none", () => {
    expect(freeRanges([], 1)).toEqual([[0, 1]]);
    expect(freeRanges([[0.2, 0.4]], 0.5)).toEqual([
      [0, 0.2],
      [0.4, expect.closeTo(0.7, 12)],
    ]);
    expect(freeRanges([[0, 0.8]], 0.3)).toBeNull();
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.05, max: 0.5, noNaN: true }), { maxLength: 5 }), (shares) => {
        const taken: Range[] = [];
        for (const share of shares) {
          const ranges = freeRanges(taken, share);
          const free = 1 - taken.reduce((sum, [from, to]) => sum + to - from, 0);
          if (!ranges) expect(share).toBeGreaterThan(free - 1e-9);
          taken.push(...(ranges ?? []));
        }
        const sorted = [...taken].sort(([a], [b]) => a - b);
        expect(sorted.every(([from], i) => i === 0 || from >= (sorted[i - 1]?.[1] ?? 0))).toBe(true);
      }),
    );
  });
});

describe("the edges of a share", () => {
  test("a user has one position per domain; a range includes its start and excludes its end", () => {
    const unit = "user-7";
    const isBelow = (point: number) => new Share("d", [[0, point]]).includes(unit);
    // The user's point on the line, exact to the last bit.
    let [low, high] = [0, 1];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (isBelow(middle)) high = middle;
      else low = middle;
    }
    const digest = createHash("sha256").update("d\0user-7").digest();
    const point = Number(digest.readBigUInt64BE() >> 11n) / 2 ** 53;
    expect(low).toBeCloseTo(point, 12);
    expect(new Share("d", [[point, 1]]).includes(unit)).toBe(true);
    expect(new Share("d", [[0, point]]).includes(unit)).toBe(false);
    expect(new Share("d", []).includes(unit)).toBe(false);
  });

  test("a holdback includes its share of users, and other users with another seed", () => {
    const kept = (seed: string, share: number) =>
      users(4_000).filter((unit) => holdbackUsers({ seed, share }).includes(unit));
    expect(kept("a", 0.1).length / 4_000).toBeCloseTo(0.1, 1);
    expect(kept("a", 0)).toEqual([]);
    expect(kept("a", 1)).toHaveLength(4_000);
    expect(kept("a", 0.1)).not.toEqual(kept("b", 0.1));
    expect(kept("a", 0.5)).toEqual(users(4_000).filter((unit) => new Share("control:a", [[0, 0.5]]).includes(unit)));
  });

  test("a variant without a weight gets no user, also before one that has all", () => {
    expect(countsOf(splitOf([0, 1, 0]), users(200))).toEqual([0, 200, 0]);
    expect(new Splitter(splitOf([0, 0])).variantOf("u")).toBe(-1);
  });

  test("free ranges are found between used ones in any order, up to the end", () => {
    const taken: Range[] = [
      [0.6, 0.8],
      [0, 0.2],
    ];
    expect(freeRanges(taken, 0.4)).toEqual([[0.2, 0.6]]);
    expect(freeRanges(taken, 0.6)?.map(([from]) => from)).toEqual([0.2, 0.8]);
    expect(freeRanges(taken, 0.61)).toBeNull();
    expect(freeRanges([], 1)).toEqual([[0, 1]]);
    expect(freeRanges([], 0)).toEqual([]);
  });
});
