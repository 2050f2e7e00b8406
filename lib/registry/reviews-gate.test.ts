import { describe, expect, it } from "vitest";
import { type GatedMove, gateRefusal } from "./reviews-gate";

const move: GatedMove = {
  kind: "promote",
  name: "support/reply",
  version: 7,
  wasLive: false,
  request: null,
  environment: { name: "production", requiredApprovals: 1 },
};
const request = { number: 12, blockers: [], isOutOfDate: false };

describe("gateRefusal", () => {
  it.each<[string, Partial<GatedMove>, string | null]>([
    ["an environment that asks for nothing", { environment: { name: "staging", requiredApprovals: 0 } }, null],
    ["nothing asked yet", {}, "approval_required"],
    ["approved", { request }, null],
    ["not approved yet", { request: { ...request, blockers: ["One approval is missing."] } }, "approval_required"],
    ["approved over what was live", { request: { ...request, blockers: ["x"], isOutOfDate: true } }, "out_of_date"],
    ["an experiment's decision", { kind: "experiment" }, "approval_required"],
    ["a promotion of what was live before", { wasLive: true }, "approval_required"],
    ["a rollback to what was live", { kind: "rollback", wasLive: true }, null],
    ["a rollback to what never was", { kind: "rollback" }, "invalid_state"],
    ["an automatic rollback to what was live", { kind: "auto_rollback", wasLive: true }, null],
  ])("%s", (_, change, code) => {
    expect(gateRefusal({ ...move, ...change })?.code ?? null).toBe(code);
  });

  it("says the way out", () => {
    expect(gateRefusal(move)?.message).toBe(
      "production asks for an approval. Ask for a review of v7 of support/reply; once approved, it can be released.",
    );
    const blocked = { ...request, blockers: ["One approval is missing."] };
    expect(gateRefusal({ ...move, request: blocked })?.message).toContain("Change request 12 for v7");
  });
});
