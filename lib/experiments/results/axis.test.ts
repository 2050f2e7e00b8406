import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { niceTicks } from "@/components/charts/axis";
import { axisFigures } from "./axis";

const words = (quantity: Parameters<typeof axisFigures>[0], ticks: number[]) =>
  ticks.map(axisFigures(quantity, ticks).tick);

describe("the labels of an axis", () => {
  test("have as many decimals as the step needs", () => {
    expect(words("share", [0.7, 0.75, 0.8])).toEqual(["70\u00a0%", "75\u00a0%", "80\u00a0%"]);
    expect(words("share", [0.99, 0.9925, 0.995])).toEqual(["99.00\u00a0%", "99.25\u00a0%", "99.50\u00a0%"]);
    expect(words("points", [-0.05, 0, 0.05])).toEqual(["−5", "0", "+5"]);
    expect(words("time", [500, 1000, 1500])).toEqual(["0.5\u00a0s", "1.0\u00a0s", "1.5\u00a0s"]);
    expect(words("time", [400, 450])).toEqual(["400\u00a0ms", "450\u00a0ms"]);
    expect(words("money", [0.01, 0.02])).toEqual(["$0.01", "$0.02"]);
  });

  test("small costs are shown per 1,000 answers, with that unit", () => {
    const ticks = [0.00005, 0.000052, 0.000054, 0.000056];
    expect(words("money", ticks)).toEqual(["$0.050", "$0.052", "$0.054", "$0.056"]);
    expect(axisFigures("money", ticks).unit).toBe("US dollars per 1,000 answers");
    expect(axisFigures("money", [1, 2]).unit).toBeNull();
  });

  test("all ticks of an axis have different labels", () => {
    const quantity = fc.constantFrom("share", "points", "money", "time", "number" as const);
    const middle = fc.double({ min: 1e-5, max: 1, noNaN: true });
    const width = fc.double({ min: 0.01, max: 2, noNaN: true });
    fc.assert(
      fc.property(quantity, middle, width, (of, at, size) => {
        const ticks = niceTicks(at - (at * size) / 2, at + (at * size) / 2);
        const read = words(of as "share", of === "time" ? ticks.map((tick) => tick * 3000) : ticks);
        expect(new Set(read).size).toBe(read.length);
      }),
    );
  });
});
