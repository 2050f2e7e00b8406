import { expect, test } from "vitest";
import { endMargin } from "./end-margin";

const least = 12;

test("names of lines that end at the edge stand beside the plot", () => {
  expect(endMargin(800, 1, 140, least)).toBe(140);
});

test("names of lines that end early stand in the plot, which fills the width", () => {
  expect(endMargin(800, 0.55, 140, least)).toBe(least);
  expect(endMargin(800, 0, 140, least)).toBe(least);
});

test("the plot gives up only what a name needs", () => {
  const margin = endMargin(800, 0.9, 140, least);
  expect(margin).toBeLessThan(140);
  expect(0.9 * (800 - margin) + 140).toBeLessThanOrEqual(800);
  expect(0.9 * (800 - margin + 2) + 140).toBeGreaterThan(800);
});
