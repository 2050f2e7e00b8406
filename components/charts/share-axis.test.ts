import fc from "fast-check";
import { expect, it } from "vitest";
import { axisFor } from "./share-axis";

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
