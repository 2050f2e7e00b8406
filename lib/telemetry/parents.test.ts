import { expect, it } from "vitest";
import { findCycles } from "./parents";

const cyclesOf = (...pairs: (readonly [key: string, parent: string | null])[]) =>
  [...findCycles(pairs, { keyOf: ([key]) => key, parentOf: ([, parent]) => parent })].map(([[key], cycle]) => [
    key,
    cycle.join(),
  ]);

it.each([
  ["an item that is its own parent", [["a", "a"]], [["a", "a"]]],
  [
    "two that name each other",
    [
      ["a", "b"],
      ["b", "a"],
    ],
    [
      ["a", "a,b"],
      ["b", "b,a"],
    ],
  ],
  [
    "a cycle, not what hangs below it",
    [
      ["under", "b"],
      ["a", "c"],
      ["b", "a"],
      ["c", "b"],
      ["apart", "lost"],
      ["root", null],
    ],
    [
      ["a", "a,c,b"],
      ["b", "b,a,c"],
      ["c", "c,b,a"],
    ],
  ],
  [
    "reports with a parent, not another report of the same item without one",
    [
      ["a", null],
      ["a", "b"],
      ["b", "a"],
    ],
    [
      ["a", "a,b"],
      ["b", "b,a"],
    ],
  ],
] as const)("finds %s", (_, pairs, cycles) => {
  expect(cyclesOf(...pairs)).toEqual(cycles);
});

it("reads a long chain once", () => {
  const chain = Array.from({ length: 100_000 }, (_, n) => [`${n}`, `${n + 1}`] as const);
  expect(cyclesOf(...chain)).toEqual([]);
});
