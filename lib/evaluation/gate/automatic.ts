import type { GateResult } from "@/lib/registry/gate/result";

/** What decides whether a version goes live automatically. */
export type Candidate = {
  result: GateResult;
  liveVersion: number | null;
  /** Whether it was live there before: then somebody, or a guard, took it back. */
  wasLive: boolean;
  /** Whether somebody, or a guard, went back to an earlier version there after the run was made. */
  isTakenBack: boolean;
  /** Whether the run was made as the gate asks now. */
  isOfThisGate: boolean;
};

/** Why a version does not go live automatically. words.ts has the sentence of each. */
export type AutomaticRefusal =
  | "already_live"
  | "gate_changed"
  | "not_passed"
  | "offline_answers"
  | "was_live"
  | "newer_is_live"
  | "rolled_back";

/** Why a version does not go live automatically; null: it does, if `passGate` lets it. Pure. */
export function automaticRefusal({ result, liveVersion, ...past }: Candidate): AutomaticRefusal | null {
  if (liveVersion === result.version) return "already_live";
  if (!past.isOfThisGate) return "gate_changed";
  if (result.state !== "passed") return "not_passed";
  if (result.run?.isStandIn) return "offline_answers";
  if (past.wasLive) return "was_live";
  if (liveVersion !== null && liveVersion > result.version) return "newer_is_live";
  return past.isTakenBack ? "rolled_back" : null;
}
