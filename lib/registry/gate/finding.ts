import type { Dimension } from "./dimensions";
import type { GateFacts } from "./facts";

/** Why a version does not pass: a code with values. words.ts has the sentences. */
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
  /** The dimension has a minimum but was not measured, or only the live version was measured. */
  | { code: "not_measured"; dimension: Dimension; isOfLive: boolean }
  | { code: "baseline_missing"; why: "not_finished" | "other_judge" | "not_evaluated" };
