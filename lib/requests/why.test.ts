import { describe, expect, test } from "vitest";
import type { UserAssignment } from "@/lib/experiments/queries/user-assignment";
import { whySteps } from "./why";

const release = {
  at: "2026-11-03T10:00:00Z",
  reason: "Warmer",
  actor: { kind: "user", id: "1", name: "Priya" },
} as never;
const found = { version: 8, release };
const known = { version: 8, userId: "u_1", reason: null };
const assignment = (change: Partial<UserAssignment>): UserAssignment => ({
  reason: "experiment",
  experimentId: "e",
  experiment: "Cite the page",
  phase: 2,
  variant: "v9",
  version: 9,
  propensity: 0.1,
  exposedAt: null,
  source: "recorded",
  isSpreading: false,
  ...change,
});
const kinds = (...steps: Parameters<typeof whySteps>) => whySteps(...steps).map(({ kind }) => kind);

describe("whySteps", () => {
  test("a released version needs one step", () => {
    expect(whySteps(known, found, null)).toEqual([
      { kind: "released", version: 8, by: "Priya", reason: "Warmer", at: "2026-11-03T10:00:00Z" },
    ]);
  });

  test("an experiment gives a variant, or excludes a user", () => {
    expect(kinds({ ...known, version: 9 }, found, assignment({}))).toEqual(["released", "experiment", "variant"]);
    expect(kinds(known, found, assignment({ variant: null, version: null }))).toEqual([
      "released",
      "experiment",
      "outside",
    ]);
  });

  test("a holdback gives the previous version", () => {
    const kept = assignment({ reason: "release", experimentId: null, version: 7, propensity: 0.05 });
    expect(kinds({ ...known, version: 7 }, found, kept)).toEqual(["released", "kept"]);
  });

  test("a version requested by the call is the only step", () => {
    expect(whySteps({ ...known, version: 3, reason: "pinned" }, found, null)).toEqual([{ kind: "pinned", version: 3 }]);
  });

  test("another version than the decided one is reported", () => {
    expect(kinds({ ...known, version: 5 }, found, null)).toEqual(["released", "other"]);
    expect(kinds({ ...known, version: 5 }, { version: null, release: null }, null)).toEqual(["not-released", "other"]);
  });
});
