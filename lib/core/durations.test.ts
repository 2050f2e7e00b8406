import { expect, test } from "vitest";
import { Durations, durationBoundsMs } from "./durations";

test("durations are counted up to each bound, longer ones only in the total", () => {
  const durations = new Durations();
  for (const ms of [0.01, 0.1, 0.11, 9, 20_000]) durations.note(ms);
  const { upTo, count, sumMs } = durations.totals();
  expect(upTo).toHaveLength(durationBoundsMs.length);
  expect(upTo.slice(0, 3)).toEqual([2, 3, 3]);
  expect(upTo[durationBoundsMs.indexOf(10)]).toBe(4);
  expect(upTo.at(-1)).toBe(4);
  expect(count).toBe(5);
  expect(sumMs).toBeCloseTo(20_009.22);
});
