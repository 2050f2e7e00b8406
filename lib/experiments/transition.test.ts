import { describe, expect, it } from "vitest";
import { versionDuringSpread } from "./transition";

const old = (resolvedAt: number) => ({ version: 1, resolvedAt });
const fresh = (resolvedAt: number) => ({ version: 2, resolvedAt });
const during = (answers: { version: number; resolvedAt: number }[], at: number) =>
  versionDuringSpread(answers, { at, previous: 1, next: 2 });

describe("the version at an instant while a release spreads", () => {
  it("is the released one if there is no recorded answer", () => {
    expect(during([], 10)).toEqual({ version: 2, source: "computed" });
  });

  it("is the previous one until its last answer, if the new one had no answer yet", () => {
    expect(during([old(40), fresh(60)], 10)).toEqual({ version: 1, source: "recorded" });
    expect(during([old(40), fresh(60)], 40)).toEqual({ version: 1, source: "recorded" });
    expect(during([old(40), fresh(60)], 50)).toEqual({ version: 2, source: "computed" });
    expect(during([old(40), fresh(60)], 60)).toEqual({ version: 2, source: "recorded" });
  });

  it("is the released one from its first answer on, although other instances still answered the previous one", () => {
    expect(during([fresh(30), old(80)], 50)).toEqual({ version: 2, source: "recorded" });
  });
});
