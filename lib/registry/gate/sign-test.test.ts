import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastNoticeable, signTest } from "./sign-test";

/** The tail in exact integers: the sum of C(n, k) for k ≥ broken, over 2^n. */
function exact(broken: number, fixed: number): number {
  const n = broken + fixed;
  let choose = 1n;
  let sum = 0n;
  for (let k = 0; k <= n; k++) {
    if (k >= broken) sum += choose;
    choose = (choose * BigInt(n - k)) / BigInt(k + 1);
  }
  const digits = 10n ** 30n;
  return Number((sum * digits) / 2n ** BigInt(n)) / 1e30;
}

const count = fc.nat({ max: 400 });

describe("the sign test", () => {
  it("matches the values of textbooks", () => {
    expect(signTest({ broken: 5, fixed: 0 })).toBeCloseTo(0.03125, 14);
    expect(signTest({ broken: 3, fixed: 6 })).toBeCloseTo(466 / 512, 14);
    expect(signTest({ broken: 9, fixed: 1 })).toBeCloseTo(11 / 1024, 14);
    expect(signTest({ broken: 0, fixed: 0 })).toBe(1);
    expect(signTest({ broken: 0, fixed: 9 })).toBe(1);
  });

  it("is exact to 1e-12, for any counts", () => {
    fc.assert(
      fc.property(count, count, (broken, fixed) => {
        expect(Math.abs(signTest({ broken, fixed }) - exact(broken, fixed))).toBeLessThan(1e-12);
      }),
    );
  });

  it("is symmetric: both tails, without their common term, add up to 1", () => {
    fc.assert(
      fc.property(count, count, (broken, fixed) => {
        const both = signTest({ broken, fixed }) + signTest({ broken: fixed, fixed: broken });
        const shared = exact(broken, fixed) - exact(broken + 1, fixed - 1);
        expect(both - (fixed === 0 && broken === 0 ? 1 : shared)).toBeCloseTo(1, 11);
      }),
    );
  });

  it("decreases with each broken case, and increases with each fixed case", () => {
    fc.assert(
      fc.property(count, count, (broken, fixed) => {
        const p = signTest({ broken, fixed });
        expect(signTest({ broken: broken + 1, fixed })).toBeLessThanOrEqual(p);
        expect(signTest({ broken, fixed: fixed + 1 })).toBeGreaterThanOrEqual(p);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("states how many broken cases it detects at least", () => {
    expect(leastNoticeable(0.05)).toBe(5);
    expect(leastNoticeable(0.01)).toBe(7);
    // A p-value equal to the level is not below it.
    expect(leastNoticeable(1 / 32)).toBe(6);
    for (const alpha of [0.2, 0.1, 0.05, 0.01, 0.001]) {
      const least = leastNoticeable(alpha);
      expect(signTest({ broken: least, fixed: 0 })).toBeLessThan(alpha);
      expect(signTest({ broken: least - 1, fixed: 0 })).toBeGreaterThanOrEqual(alpha);
    }
  });
});

/** How often one of four independent dimensions is worse by chance, where `share` of the cases changes either way. */
function blockedByChance(alpha: number, cases: number, share: number): number {
  // The level of the test if `changed` cases change: the largest tail below α.
  const levelOf = (changed: number) => {
    for (let broken = 0; broken <= changed; broken++) {
      const p = signTest({ broken, fixed: changed - broken });
      if (p < alpha) return p;
    }
    return 0;
  };
  let chance = 0;
  let weight = (1 - share) ** cases; // of no changed case
  for (let changed = 0; changed <= cases; changed++) {
    chance += weight * levelOf(changed);
    weight *= ((cases - changed) / (changed + 1)) * (share / (1 - share));
  }
  return 1 - (1 - chance) ** 4;
}

describe("an equally good version is blocked by chance", () => {
  it.each([
    [0.05, 40, [0.5, 3.3, 7.8, 10.2]],
    [0.05, 124, [6.2, 10.4, 12.8, 13.9]],
    [0.05, 400, [12.3, 13.9, 14.8, 15.5]],
    [0.01, 124, [0.8, 1.5, 2.4, 2.5]],
    [0.01, 400, [2.2, 2.6, 2.9, 3.2]],
  ])("as often as docs/statistics.md says, with α %d and %d cases", (alpha, cases, percents) => {
    const shares = [0.05, 0.1, 0.2, 0.3];
    expect(shares.map((share) => Number((100 * blockedByChance(alpha, cases, share)).toFixed(1)))).toEqual(percents);
  });
});
