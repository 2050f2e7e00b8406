import type { ReviewBlocker } from "./reviews-state";

/** A move of a deployment, as the gate needs it. */
export type ReviewedMove = {
  kind: "promote" | "rollback" | "auto_rollback" | "experiment";
  name: string;
  version: number;
  environment: { name: string; requiredApprovals: number };
  /** Whether this version was ever live in this environment. */
  wasLive: boolean;
  /** The open change request for this version and environment with its blockers; null if there is none. */
  request: { number: number; blockers: readonly ReviewBlocker[]; isOutOfDate: boolean } | null;
};

/** Why a move is refused. `code` is the API's error code. reviews-words.ts has the sentences. */
export type GateRefusal =
  | { code: "invalid_state"; reason: "never_live" }
  | { code: "approval_required"; reason: "not_asked" }
  | {
      code: "approval_required" | "out_of_date";
      reason: "blocked";
      request: number;
      blockers: readonly ReviewBlocker[];
    };

/**
 * Why a version may not go live in an environment that requires approvals; null if it may. A rollback needs no approval
 * if the version was live there before. Pure.
 */
export function reviewRefusal({ kind, environment, wasLive, request }: ReviewedMove): GateRefusal | null {
  if (environment.requiredApprovals === 0) return null;
  if (kind === "rollback" || kind === "auto_rollback")
    return wasLive ? null : { code: "invalid_state", reason: "never_live" };
  if (!request) return { code: "approval_required", reason: "not_asked" };
  const { number, blockers, isOutOfDate } = request;
  if (blockers.length === 0) return null;
  return { code: isOutOfDate ? "out_of_date" : "approval_required", reason: "blocked", request: number, blockers };
}
