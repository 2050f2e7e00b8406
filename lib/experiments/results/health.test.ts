import { describe, expect, test } from "vitest";
import { abPlan } from "@/lib/testing/experiment-arms";
import { emptyArm } from "../arms";
import { mulberry32 } from "../statistics";
import { checkHealth } from "./health";

type Missing = readonly [control: number, candidate: number];

/** Runs an experiment, reading its checks after every 50 users. Returns after how many users outcomes are unequal. */
function failsAt({ share, missing, seed }: { share: number; missing: Missing; seed: number }): number | null {
  const random = mulberry32(seed);
  const plan = abPlan({
    variants: [
      { key: "control", version: 1, weight: share },
      { key: "candidate", version: 2, weight: 1 - share },
    ],
  });
  const arms = [emptyArm("control"), emptyArm("candidate")] as const;
  for (const arm of arms) arm.mature = { users: 0, heard: 0 };
  for (let user = 1; user <= 5_000; user++) {
    const place = random() < share ? 0 : 1;
    const [arm, chance] = [arms[place], missing[place]];
    arm.users++;
    if (arm.mature) arm.mature = { users: arm.users, heard: arm.mature.heard + (random() < chance ? 0 : 1) };
    if (user % 50 !== 0) continue;
    const { findings } = checkHealth({
      plan,
      totals: { arms: [...arms], byExposureDay: [] },
      ranMs: 0,
      isComplete: false,
      isPlanUnchanged: true,
      changedSnippets: [],
      namesUsers: true,
    });
    if (findings.some(({ id, result }) => id === "missing_outcomes" && result === "fails")) return user;
  }
  return null;
}

describe("the check of missing outcomes, read after every 50 users", () => {
  const runs = 200;
  test.each([
    [0.5, 0.05],
    [0.9, 0.2],
    [0.5, 0.6],
  ])(
    "at a share of %d, where %d of all users have no outcome, fails in one of a thousand experiments",
    (share, rate) => {
      const failed = Array.from({ length: runs }, (_, seed) => failsAt({ share, missing: [rate, rate], seed }));
      expect(failed.filter((at) => at !== null).length).toBeLessThanOrEqual(1);
    },
  );

  test.each([
    [0.5, [0.05, 0.15]],
    [0.9, [0.05, 0.2]],
    [0.5, [0.5, 0.7]],
  ] as const)("at a share of %d finds that one version loses more (%j) within 2,000 users", (share, missing) => {
    const found = Array.from({ length: 40 }, (_, seed) => failsAt({ share, missing, seed }));
    expect(found.filter((at) => at !== null && at <= 2_000).length).toBeGreaterThanOrEqual(36);
  });
});
