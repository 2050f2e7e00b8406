import { expect, it } from "vitest";
import { mostTextBytes } from "./trace-step";
import { textsToRead } from "./trace-texts";

const steps = [
  { id: "a", size: mostTextBytes - 10 },
  { id: "b", size: 0 },
  { id: "c", size: 10 },
  { id: "d", size: 1 },
];

it("the first texts of a trace are read with it, up to a size", () => {
  expect(textsToRead(steps, null)).toEqual([true, false, true, false]);
});

it("of named steps only, whatever their size", () => {
  expect(textsToRead([...steps, { id: "e", size: mostTextBytes * 9 }], ["e", "b"])).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});
