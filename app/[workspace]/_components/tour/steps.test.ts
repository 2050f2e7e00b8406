import { expect, test } from "vitest";
import { readTour } from "./place";
import { tourSteps } from "./steps";

const kept = (value: string | null) => readTour({ getItem: () => value }, "fernway");

test("the tour continues at its step, in its workspace", () => {
  expect(kept("fernway 2")).toBe(2);
  expect(kept("other 2")).toBeNull();
  expect(kept(null)).toBeNull();
  expect(kept("fernway -1")).toBeNull();
  expect(kept("fernway x")).toBeNull();
});

test("the tour is short", () => {
  expect(tourSteps.length).toBeLessThanOrEqual(7);
  for (const { text } of tourSteps) expect(text.length).toBeLessThan(140);
});
