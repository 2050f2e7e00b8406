import { describe, expect, it } from "vitest";
import { abPlan, armOf, oneEach } from "@/lib/testing/experiment-arms";
import { computeProgress } from "./progress";

const plan = abPlan();
const startedAt = new Date("2026-11-01T00:00:00Z");
const hour = 3_600_000;
const atHour = (hours: number, users: number) => ({
  at: new Date(startedAt.getTime() + hours * hour),
  arms: ["control", "candidate"].map((key) => armOf(key, oneEach("completion", users / 2, users))),
});

describe("the progress of an experiment", () => {
  it("counts users with an outcome, and expects the sample at the present pace", () => {
    expect(computeProgress(plan, { latest: atHour(12, 100), history: [], startedAt, required: 300 })).toEqual({
      counted: 100,
      perDay: 200,
      expectedAt: "2026-11-02T12:00:00.000Z",
    });
  });

  it("uses the pace of the last three days", () => {
    const history = [atHour(24, 10), atHour(48, 20), atHour(72, 30)];
    const { perDay } = computeProgress(plan, { latest: atHour(120, 100), history, startedAt, required: 300 });
    expect(perDay).toBeCloseTo(80 / 3);
  });

  it("states no pace in the first hour", () => {
    const input = { history: [], startedAt, required: 300 };
    expect(computeProgress(plan, { ...input, latest: atHour(0.1, 100) })).toMatchObject({
      perDay: null,
      expectedAt: null,
    });
    expect(computeProgress(plan, { ...input, latest: atHour(1, 100) })).toMatchObject({ perDay: 2_400 });
  });

  it("states no date without new users, or more than a year ahead", () => {
    expect(computeProgress(plan, { latest: atHour(48, 0), history: [], startedAt, required: 300 }).perDay).toBeNull();
    const slow = computeProgress(plan, { latest: atHour(48, 1), history: [], startedAt, required: 300 });
    expect(slow).toMatchObject({ perDay: 0.5, expectedAt: null });
  });
});
