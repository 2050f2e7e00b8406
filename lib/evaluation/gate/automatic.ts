import type { GateResult } from "@/lib/registry/gate/result";

/** The facts that decide whether a version is promoted automatically. */
export type Candidate = {
  result: GateResult;
  liveVersion: number | null;
  /** Whether the version was live there before. If so, a person or a guard replaced it. */
  wasLive: boolean;
  /** Whether a person or a guard rolled back to an earlier version there after the run was created. */
  isTakenBack: boolean;
  /** Whether the configuration of the run is that of the gate now. */
  isOfThisGate: boolean;
};

/** Why a version is not promoted automatically. words.ts has the sentences. */
export type AutomaticRefusal =
  | "already_live"
  | "gate_changed"
  | "not_passed"
  | "offline_answers"
  | "was_live"
  | "newer_is_live"
  | "rolled_back";

/** Returns why a version is not promoted automatically, or null if it is, provided that `passGate` allows it. Pure. */
export function automaticRefusal({ result, liveVersion, ...past }: Candidate): AutomaticRefusal | null {
  if (liveVersion === result.version) return "already_live";
  if (!past.isOfThisGate) return "gate_changed";
  if (result.state !== "passed") return "not_passed";
  if (result.run?.isStandIn) return "offline_answers";
  if (past.wasLive) return "was_live";
  if (liveVersion !== null && liveVersion > result.version) return "newer_is_live";
  return past.isTakenBack ? "rolled_back" : null;
}
