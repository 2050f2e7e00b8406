import { expect, test } from "vitest";
import { changeWords, countedUsers, inSentence, stepWords, versionChangeWords } from "./usage-words";

test("changes are words, or signs if there is little room", () => {
  expect([0.071, -0.2, 0.004, 51.77, 4_868].map((change) => changeWords(change))).toEqual([
    "7\u00a0% more",
    "20\u00a0% less",
    "no more",
    "53 times as much",
    "4,869 times as much",
  ]);
  expect([0.071, -0.2, -0.004, 9].map((change) => changeWords(change, true))).toEqual([
    "↑\u00a07\u00a0%",
    "↓\u00a020\u00a0%",
    "steady",
    "↑\u00a010\u00a0×",
  ]);
});

test("a step is named by its precision, and a label keeps its abbreviations", () => {
  const at = "2026-11-17T14:00:00.000Z";
  expect(stepWords(at, "hour")).toBe("17 Nov, 14:00");
  expect(stepWords(at, "day")).toBe("17 Nov");
  expect(stepWords(at, "month")).toBe("Nov 2026");
  expect(["Prompt", "API key", "User"].map(inSentence)).toEqual(["prompt", "API key", "user"]);
});

const change = { prompt: "support/reply", version: 3, than: 2, answersPerDay: 4_210.4 };

test("states how cost and completion of a version differ from the previous one", () => {
  expect(versionChangeWords({ ...change, costPerMonth: 70, finishedPerDay: 190.2 })).toBe(
    "v3 costs $70.00 a month more than v2 and finishes 190 more tasks a day, at 4,210 answers a day.",
  );
  expect(versionChangeWords({ ...change, costPerMonth: -0.5, finishedPerDay: -1 })).toBe(
    "v3 costs $0.50 a month less than v2 and finishes 1 fewer task a day, at 4,210 answers a day.",
  );
});

test("states what is the same, and omits unreported tasks", () => {
  expect(versionChangeWords({ ...change, costPerMonth: 0, finishedPerDay: null })).toBe(
    "v3 costs as much as v2, at 4,210 answers a day.",
  );
  expect(versionChangeWords({ ...change, costPerMonth: 12, finishedPerDay: 0.2 })).toBe(
    "v3 costs $12.00 a month more than v2 and finishes as many tasks, at 4,210 answers a day.",
  );
});

test("no number of users is shown while none of the time is counted", () => {
  const from = "2026-11-10T00:00:00.000Z";
  expect(countedUsers({ from, users: { count: 0, standardError: 0, from } })).toEqual({ count: 0, isCounted: true });
  expect(countedUsers({ from, users: { count: 7, standardError: 0, from: "2026-11-12T00:00:00.000Z" } })).toEqual({
    count: 7,
    isCounted: false,
  });
  expect(countedUsers({ from, users: { count: 0, standardError: 0, from: "2026-11-12T00:00:00.000Z" } })).toBeNull();
});
