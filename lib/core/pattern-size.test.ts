import { expect, test } from "vitest";
import { patternSize } from "./pattern-size";
import { maxPatternSize, patternFault } from "./patterns";

test.each([
  ["abc", 3],
  ["a{10}", 10],
  ["a{2,10}", 10],
  ["a{5,}", 5],
  ["[a-z{5}]{3}", 3],
  ["[]x]{4}", 4],
  ["\\p{Greek}{7}", 7],
  ["\\{10}", 2 + 2], // an escaped brace is not a repeat
  ["(ab){10}", 40],
  ["(?:a+b?){10}", 50],
  ["((a{10}){10}){10}", 1_220],
  ["a{1000}".repeat(140), 140_000],
])("%s", (pattern, steps) => {
  expect(patternSize(pattern)).toBe(steps);
});

test("a pattern that is slow to compile is refused before it is compiled", () => {
  for (const slow of ["a{1000}".repeat(140), "a{0,1000}".repeat(110), "((a{10}){10}){10}".repeat(58)]) {
    const before = process.cpuUsage();
    expect(patternFault(slow)).toMatch(/repeats/);
    expect(process.cpuUsage(before).user).toBeLessThan(50_000);
  }
});

test("usual patterns are accepted, also long ones", () => {
  const plain = ["\\b\\d{3}-\\d{2}-\\d{4}\\b", "(?i)refund.{0,500}guarantee", "(?:\\w+\\s){1,300}", "a".repeat(1_000)];
  for (const pattern of plain)
    expect([pattern, patternFault(pattern), patternSize(pattern) <= maxPatternSize]).toEqual([pattern, null, true]);
});
