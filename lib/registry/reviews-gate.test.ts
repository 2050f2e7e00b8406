import { describe, expect, it } from "vitest";
import { type ReviewedMove, reviewRefusal } from "./reviews-gate";

const move: ReviewedMove = {
  kind: "promote",
  name: "support/reply",
  version: 7,
  wasLive: false,
  request: null,
  environment: { name: "production", requiredApprovals: 1 },
};
const request = { number: 12, blockers: [], isOutOfDate: false };
const missing = { code: "approvals_missing", count: 1 } as const;
const outdated = { code: "out_of_date", environment: "production" } as const;

describe("reviewRefusal", () => {
  it.each<[string, Partial<ReviewedMove>, string | null]>([
    ["an environment that asks for nothing", { environment: { name: "staging", requiredApprovals: 0 } }, null],
    ["nothing asked yet", {}, "approval_required"],
    ["approved", { request }, null],
    ["not approved yet", { request: { ...request, blockers: [missing] } }, "approval_required"],
    [
      "approved over what was live",
      { request: { ...request, blockers: [outdated], isOutOfDate: true } },
      "out_of_date",
    ],
    ["an experiment's decision", { kind: "experiment" }, "approval_required"],
    ["a promotion of what was live before", { wasLive: true }, "approval_required"],
    ["a rollback to what was live", { kind: "rollback", wasLive: true }, null],
    ["a rollback to what never was", { kind: "rollback" }, "invalid_state"],
    ["an automatic rollback to what was live", { kind: "auto_rollback", wasLive: true }, null],
  ])("%s", (_, change, code) => {
    expect(reviewRefusal({ ...move, ...change })?.code ?? null).toBe(code);
  });

  it("passes on the request that is in the way, with what it waits for", () => {
    expect(reviewRefusal({ ...move, request: { ...request, blockers: [missing] } })).toEqual({
      code: "approval_required",
      reason: "blocked",
      request: 12,
      blockers: [missing],
    });
  });
});
