import { describe, expect, it } from "vitest";
import { nothingChosen, toggled, toggledAll } from "./selection";

const names = ["a", "b", "c", "d", "e"];
const chosen = (...steps: [string, boolean][]) =>
  [
    ...steps.reduce((selection, [name, isRange]) => toggled(selection, names, name, isRange), nothingChosen).chosen,
  ].sort();

describe("choosing rows", () => {
  it("selects one, deselects it, and selects a range in either direction", () => {
    expect(chosen(["b", false])).toEqual(["b"]);
    expect(chosen(["b", false], ["b", false])).toEqual([]);
    expect(chosen(["b", false], ["d", true])).toEqual(["b", "c", "d"]);
    expect(chosen(["d", false], ["b", true])).toEqual(["b", "c", "d"]);
    expect(chosen(["a", false], ["e", true], ["c", true])).toEqual(["a", "b"]);
  });

  it("selects one if the range has no start", () => {
    expect(chosen(["c", true])).toEqual(["c"]);
    const gone = toggled({ chosen: new Set(["z"]), anchor: "z" }, names, "b", true);
    expect([...gone.chosen]).toEqual(["z", "b"]);
  });

  it("selects all, then none", () => {
    const all = toggledAll(toggled(nothingChosen, names, "b", false), names);
    expect(all.chosen.size).toBe(5);
    expect(toggledAll(all, names).chosen.size).toBe(0);
  });
});
