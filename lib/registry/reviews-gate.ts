/** A move of a pointer as the gate sees it. */
export type GatedMove = {
  kind: "promote" | "rollback" | "auto_rollback" | "experiment";
  name: string;
  version: number;
  environment: { name: string; requiredApprovals: number };
  /** Whether this version was ever live in this environment. */
  wasLive: boolean;
  /** The open change request for this version and environment, if there is one, and what stands in its way. */
  request: { number: number; blockers: readonly string[]; isOutOfDate: boolean } | null;
};

/** Why a move may not pass, and under which code. */
export type GateRefusal = { code: "approval_required" | "out_of_date" | "invalid_state"; message: string };

/**
 * Why a version may not become live in an environment that asks for approvals; null: it may. Rolling back needs no
 * approval, but brings in nothing that was not live there. Pure.
 */
export function gateRefusal({ kind, name, version, environment, wasLive, request }: GatedMove): GateRefusal | null {
  if (environment.requiredApprovals === 0) return null;
  const place = environment.name;
  if (kind === "rollback" || kind === "auto_rollback") {
    if (wasLive) return null;
    const message = `v${version} of ${name} was never live in ${place}, which asks for approvals. Ask for a review of it instead.`;
    return { code: "invalid_state", message };
  }
  const count = environment.requiredApprovals;
  const rule = `${place} asks for ${count === 1 ? "an approval" : `${count} approvals`}`;
  if (!request) {
    const message = `${rule}. Ask for a review of v${version} of ${name}; once approved, it can be released.`;
    return { code: "approval_required", message };
  }
  if (request.blockers.length === 0) return null;
  const message = `${rule}. Change request ${request.number} for v${version} of ${name}: ${request.blockers.join(" ")}`;
  return { code: request.isOutOfDate ? "out_of_date" : "approval_required", message };
}
