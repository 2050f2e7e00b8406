import type { ApprovedSuite } from "./approved-suite";
import type { ByDimension } from "./dimensions";
import type { BrokenCase, GateRun } from "./result";

/** A run as the rule sees it. */
export type RunFacts = GateRun & {
  version: number;
  statusReason: string;
  /** Answers that failed for good, and judgements without a usable answer, with what they are counted of. */
  failed: number;
  judgements: number;
  invalidJudgements: number;
};

/** One dimension over the cases of a run, and the same cases of what is live. */
export type DimensionFacts = {
  /** Mean over the cases it was measured on; null: on none. */
  score: number | null;
  baselineScore: number | null;
  fixed: number;
  broken: number;
  same: number;
};

/** Everything a result follows from. */
export type GateFacts = {
  prompt: string;
  environment: string;
  version: number;
  /** What is live in the environment; null: nothing. */
  liveVersion: number | null;
  policy: { minimums: Partial<ByDimension<number>>; isNotWorse: boolean; alpha: number };
  suite: ApprovedSuite;
  /** The newest run of the version on the approved set, scored and asked as the policy says. */
  run: RunFacts | null;
  /** Without such a run: what is different about the newest run there is; null: there is none on this suite. */
  stale: "set" | "scorers" | "settings" | null;
  /** The newest finished run of what is live by the same judges, else the newest such. */
  baseline: RunFacts | null;
  /** Whether what is live has a finished run, which other judges judged. */
  isOtherJudge: boolean;
  /** Of a finished run; null before. */
  dimensions: ByDimension<DimensionFacts> | null;
  /** Cases counted over all dimensions; null without a finished baseline. */
  cases: { fixed: number; broken: number; same: number } | null;
  brokenCases: BrokenCase[];
};
