import { describe, expect, it } from "vitest";
import type { HealthFinding } from "./health";
import { healthWords } from "./health-words";

describe("the details of a check", () => {
  it.each<[HealthFinding, string]>([
    [{ id: "split", result: "waiting", users: [30, 29], p: null }, "59 users so far"],
    [{ id: "split", result: "passes", users: [500, 500], p: 0.5 }, "50.0\u00a0% and 50.0\u00a0%, p\u00a0=\u00a00.50"],
    [{ id: "split", result: "fails", users: [900, 100], p: 1e-9 }, "90.0\u00a0% and 10.0\u00a0%, p\u00a0<\u00a00.001"],
    [{ id: "two_arms", result: "fails", both: 20, users: 1000 }, "20 of 1,000 (2.0\u00a0%)"],
    [{ id: "two_arms", result: "waiting", both: 0, users: 0 }, "0 of 0 (0.0\u00a0%)"],
    [
      {
        id: "missing_outcomes",
        result: "passes",
        arms: [
          { version: 8, share: 0.1 },
          { version: 9, share: 0.12 },
        ],
      },
      "10.0\u00a0% on v8, 12.0\u00a0% on v9",
    ],
    [{ id: "stray_traffic", result: "flagged", stray: 3, users: 1000 }, "3 of 1,000 users"],
    [{ id: "design_effect", result: "waiting", measured: null }, "too few users so far"],
    [
      { id: "design_effect", result: "flagged", measured: { answersPerUser: 10, effect: 9.96 } },
      "10.0 per user, design effect 10.0",
    ],
    [{ id: "clocks", result: "flagged", users: 12 }, "12 users have answers dated before they got their version"],
    [{ id: "full_week", result: "waiting", days: 3.25, isComplete: false }, "3.3\u00a0days so far"],
    [{ id: "full_week", result: "flagged", days: 3, isComplete: true }, "3.0\u00a0days"],
    [{ id: "plan_unchanged", result: "passes" }, "as it was started"],
    [{ id: "plan_unchanged", result: "fails" }, "differs from what was started"],
  ])("%j", (finding, seen) => {
    expect(healthWords(finding).seen).toBe(seen);
  });

  it("names the heaviest user only to those who may see users", () => {
    const heavy = { id: "one_user", result: "flagged", version: 9, answers: 100, ofAnswers: 1000, weight: 1 } as const;
    const rest = "10.0\u00a0% of the answers of v9, 100 of 1,000";
    expect(healthWords({ ...heavy, unitId: "u-7" }).seen).toBe(`user u-7: ${rest}`);
    expect(healthWords({ ...heavy, unitId: null, weight: 0.25 }).seen).toBe(`one user: ${rest}, counted as 25`);
  });
});

it("gives advice only if something is wrong", () => {
  const at = (result: HealthFinding["result"]) =>
    healthWords({ id: "stray_traffic", result, stray: 3, users: 9 }).action;
  expect(at("passes")).toBeNull();
  expect(at("waiting")).toBeNull();
  expect(at("flagged")).toContain("Users got a variant that is not in the plan.");
  expect(at("fails")).toBe(at("flagged"));
});
