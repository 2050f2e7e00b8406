import type { Dimension } from "./dimensions";
import type { GateFacts } from "./facts";

/** Why a version does not pass: a code with its values. words.ts has the sentence of each. */
export type GateFinding =
  | { code: "not_evaluated"; stale: GateFacts["stale"] }
  | { code: "running"; version: number; done: number; total: number }
  | { code: "run_stopped"; version: number; isCancelled: boolean; why: string }
  | { code: "too_many_failed"; version: number; failed: number; total: number; limit: number }
  | { code: "too_many_invalid"; version: number; invalid: number; total: number; limit: number }
  | { code: "below_minimum"; dimension: Dimension; score: number; minimum: number }
  | { code: "worse_than_live"; dimension: Dimension; broken: number; fixed: number; p: number }
  /** No scorer measured anything. */
  | { code: "not_measured"; dimension: null }
  /** A dimension with a minimum; or one that was measured only of what is live. */
  | { code: "not_measured"; dimension: Dimension; isOfLive: boolean }
  | { code: "baseline_missing"; why: "not_finished" | "other_judge" | "not_evaluated" };
