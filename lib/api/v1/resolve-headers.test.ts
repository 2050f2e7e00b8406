import fc from "fast-check";
import { expect, test } from "vitest";
import { timingText } from "./resolve-headers";

test("a time is written in ms with three digits", () => {
  expect([0, 0.0004, 0.0126, 0.9994, 0.9996, 12.3456].map((ms) => timingText("memory", ms))).toEqual(
    ["0.000", "0.000", "0.013", "0.999", "1.000", "12.346"].map((ms) => `memory;dur=${ms}`),
  );
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (ms) => {
      const written = Number(timingText("x", ms).slice("x;dur=".length));
      expect(Math.abs(written - ms)).toBeLessThanOrEqual(0.000_501);
    }),
  );
});
