import { describe, expect, it } from "vitest";
import { choosePair } from "./version-pair";

const live = [
  { version: 6, stage: "development" },
  { version: 5, stage: "testing" },
  { version: 4, stage: "production" },
] as const;

const own = (latest: number) => ({ highest: latest, latest, previous: latest > 1 ? latest - 1 : null });

describe("choosePair", () => {
  it("takes both from the URL, in its order", () => {
    expect(choosePair({ from: "5", to: "2" }, own(6), live)).toEqual({ from: 5, to: 2 });
  });

  it("compares one from the URL with production, or production with the previous one", () => {
    expect(choosePair({ to: "6" }, own(6), live)).toEqual({ from: 4, to: 6 });
    expect(choosePair({ to: "2" }, own(6), live)).toEqual({ from: 2, to: 4 });
    expect(choosePair({ to: "4" }, own(6), live)).toEqual({ from: 3, to: 4 });
    expect(choosePair({ to: "1" }, own(6), [])).toEqual({ from: 1, to: 2 });
  });

  it("compares production with the next environment's version", () => {
    expect(choosePair({}, own(6), live)).toEqual({ from: 4, to: 5 });
    expect(choosePair({}, own(6), [live[0], live[2]])).toEqual({ from: 4, to: 6 });
  });

  it("compares production with the newest if no other version waits", () => {
    expect(choosePair({}, own(6), [live[2]])).toEqual({ from: 4, to: 6 });
    expect(choosePair({}, own(4), [{ version: 4, stage: "testing" }, live[2]])).toEqual({ from: 3, to: 4 });
  });

  it("compares the two newest if no version is live, and none if there is only one", () => {
    expect(choosePair({}, own(6), [])).toEqual({ from: 5, to: 6 });
    expect(choosePair({}, own(1), [])).toBeNull();
  });

  it("ignores invalid numbers", () => {
    expect(choosePair({ from: "0", to: "7" }, own(6), live)).toEqual({ from: 4, to: 5 });
    expect(choosePair({ from: "-1", to: "1e1" }, own(6), live)).toEqual({ from: 4, to: 5 });
    expect(choosePair({ from: ["1", "2"], to: "<b>" }, own(6), live)).toEqual({ from: 4, to: 5 });
  });

  it("chooses versions of the prompt itself, and a draft copy's version if the URL names it", () => {
    const numbers = { highest: 9, latest: 8, previous: 5 };
    expect(choosePair({}, numbers, [])).toEqual({ from: 5, to: 8 });
    expect(choosePair({ from: "5", to: "9" }, numbers, live)).toEqual({ from: 5, to: 9 });
    expect(choosePair({}, { highest: 2, latest: 1, previous: null }, [])).toEqual({ from: 1, to: 2 });
  });
});
