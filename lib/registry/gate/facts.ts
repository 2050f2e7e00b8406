import type { ApprovedSuite } from "./approved-suite";
import type { ByDimension } from "./dimensions";
import type { BrokenCase, GateRun } from "./result";

/** A run, as the rules need it. */
export type RunFacts = GateRun & {
  version: number;
  statusReason: string;
  /** The numbers of permanently failed answers and of judgements without a usable answer, and their totals. */
  failed: number;
  judgements: number;
  invalidJudgements: number;
};

/** The results in one dimension over the cases of a run, and the same cases of the live version. */
export type DimensionFacts = {
  /** The mean over the measured cases; null if there are none. */
  score: number | null;
  baselineScore: number | null;
  fixed: number;
  broken: number;
  same: number;
};

/** The input of the gate's rules. */
export type GateFacts = {
  prompt: string;
  environment: string;
  version: number;
  /** The live version of the environment; null if there is none. */
  liveVersion: number | null;
  policy: { minimums: Partial<ByDimension<number>>; isNotWorse: boolean; alpha: number };
  suite: ApprovedSuite;
  /** The newest run of the version with the approved suite and the policy's configuration. */
  run: RunFacts | null;
  /** If there is no such run: how the newest run differs; null if there is no run on this suite. */
  stale: "set" | "scorers" | "settings" | null;
  /** The newest finished run of the live version with the same judges, or else the newest unfinished one. */
  baseline: RunFacts | null;
  /** Whether the live version has a finished run, but only with other judges. */
  isOtherJudge: boolean;
  /** The results of a finished run; null before. */
  dimensions: ByDimension<DimensionFacts> | null;
  /** The numbers of cases over all dimensions; null without a finished baseline. */
  cases: { fixed: number; broken: number; same: number } | null;
  brokenCases: BrokenCase[];
};
