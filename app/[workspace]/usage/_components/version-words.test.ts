import { expect, it } from "vitest";
import { versionWords } from "./version-words";

const change = { prompt: "support/reply", version: 3, than: 2, answersPerDay: 4_210.4 };

it("states how cost and completion of a version differ from the previous one", () => {
  expect(versionWords({ ...change, costPerMonth: 70, finishedPerDay: 190.2 })).toBe(
    "v3 costs $70.00 a month more than v2 and finishes 190 more tasks a day, at 4,210 answers a day.",
  );
  expect(versionWords({ ...change, costPerMonth: -0.5, finishedPerDay: -1 })).toBe(
    "v3 costs $0.50 a month less than v2 and finishes 1 fewer task a day, at 4,210 answers a day.",
  );
});

it("states what is the same, and omits unreported tasks", () => {
  expect(versionWords({ ...change, costPerMonth: 0, finishedPerDay: null })).toBe(
    "v3 costs as much as v2, at 4,210 answers a day.",
  );
  expect(versionWords({ ...change, costPerMonth: 12, finishedPerDay: 0.2 })).toBe(
    "v3 costs $12.00 a month more than v2 and finishes as many tasks, at 4,210 answers a day.",
  );
});
