import { describe, expect, it } from "vitest";
import { choosePair } from "./pair";

const live = [
  { version: 6, stage: "development" },
  { version: 5, stage: "testing" },
  { version: 4, stage: "production" },
] as const;

describe("choosePair", () => {
  it("takes both from the address, in its order", () => {
    expect(choosePair({ from: "5", to: "2" }, 6, live)).toEqual({ from: 5, to: 2 });
  });

  it("compares one from the address with production, or production with the one before it", () => {
    expect(choosePair({ to: "6" }, 6, live)).toEqual({ from: 4, to: 6 });
    expect(choosePair({ to: "2" }, 6, live)).toEqual({ from: 2, to: 4 });
    expect(choosePair({ to: "4" }, 6, live)).toEqual({ from: 3, to: 4 });
    expect(choosePair({ to: "1" }, 6, [])).toEqual({ from: 1, to: 2 });
  });

  it("compares production with what waits next to it", () => {
    expect(choosePair({}, 6, live)).toEqual({ from: 4, to: 5 });
    expect(choosePair({}, 6, [live[0], live[2]])).toEqual({ from: 4, to: 6 });
  });

  it("compares production with the newest where nothing else waits", () => {
    expect(choosePair({}, 6, [live[2]])).toEqual({ from: 4, to: 6 });
    expect(choosePair({}, 4, [{ version: 4, stage: "testing" }, live[2]])).toEqual({ from: 3, to: 4 });
  });

  it("compares the two newest where nothing is live, and nothing where there is one", () => {
    expect(choosePair({}, 6, [])).toEqual({ from: 5, to: 6 });
    expect(choosePair({}, 1, [])).toBeNull();
  });

  it("does not believe numbers that cannot be", () => {
    expect(choosePair({ from: "0", to: "7" }, 6, live)).toEqual({ from: 4, to: 5 });
    expect(choosePair({ from: "-1", to: "1e1" }, 6, live)).toEqual({ from: 4, to: 5 });
    expect(choosePair({ from: ["1", "2"], to: "<b>" }, 6, live)).toEqual({ from: 4, to: 5 });
  });
});
