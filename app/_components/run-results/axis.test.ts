import fc from "fast-check";
import { expect, it } from "vitest";
import { axisFor } from "./axis";
import { durationText, percent } from "./figures";

it("an axis starts at a round share that includes everything on it", () => {
  expect(axisFor([0.9, 0.85, null, undefined]).from).toBe(0.84);
  expect(axisFor([1]).from).toBe(0.96);
  expect(axisFor([]).from).toBe(0.96);
  expect(axisFor([0]).from).toBe(0);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (shares) => {
      const axis = axisFor(shares);
      for (const share of shares) {
        expect(share).toBeGreaterThanOrEqual(axis.from);
        expect(axis.at(share)).toBeGreaterThanOrEqual(0);
        expect(axis.at(share)).toBeLessThanOrEqual(100);
      }
    }),
  );
});

it("shares show 100 % or 0 % only if exact", () => {
  expect([percent(1), percent(0.9999), percent(0.95), percent(0), percent(null)]).toEqual([
    "100\u00a0%",
    "99.9\u00a0%",
    "95.0\u00a0%",
    "0\u00a0%",
    "–",
  ]);
  expect([durationText(41.4), durationText(200), durationText(3_660)]).toEqual([
    "41\u00a0s",
    "3\u00a0min 20\u00a0s",
    "1\u00a0h 1\u00a0min",
  ]);
});
