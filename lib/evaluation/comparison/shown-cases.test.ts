import { expect, test } from "vitest";
import { caseQuery, shownByDefault, toCaseFilters } from "./shown-cases";

const counts = { broken: 0, fixed: 0, failed: 0 };

test("a comparison opens on what broke, else on what was fixed", () => {
  expect(shownByDefault({ ...counts, broken: 1, fixed: 2 }, true)).toBe("broken");
  expect(shownByDefault({ ...counts, fixed: 2 }, true)).toBe("fixed");
  expect(shownByDefault({ ...counts, failed: 3 }, true)).toBe("all");
});

test("a run without a baseline opens on what failed", () => {
  expect(shownByDefault({ broken: 1, fixed: 1, failed: 3 }, false)).toBe("failed");
  expect(shownByDefault({ ...counts, broken: 1 }, false)).toBe("all");
});

test("the query of the list has only filters that are set", () => {
  expect(toCaseFilters({ dimension: null, tag: " ", q: "\0" })).toEqual({});
  expect(toCaseFilters({ dimension: "safety", tag: "t".repeat(60), q: " late " })).toEqual({
    dimension: "safety",
    tag: "t".repeat(50),
    search: "late",
  });
  const state = {
    dimension: null,
    tag: null,
    q: "late parcel",
    baseline: "none",
    verdict: "all",
    isLive: false,
  } as const;
  expect(caseQuery(state)).toBe("baseline=none&verdict=all&search=late+parcel&limit=100");
  expect(caseQuery({ ...state, isLive: true })).toMatch(/&order=position$/);
});
