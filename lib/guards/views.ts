import type { CheckOutcome, GuardStatus, MetricFinding } from "./findings";
import type { GuardFields } from "./schema";

/** A guard with its state, as the API and the pages show it. */
export type GuardView = { id: string; prompt: string; environment: string } & GuardFields & {
    status: GuardStatus;
    /** Since when it has this state; null before the first check. */
    since: string | null;
    /** What is live now; null: nothing. */
    current: { version: number; revision: number; since: string } | null;
    /** What it was compared with at the last check. */
    baselineVersion: number | null;
    /** Whether both are of the same hours. */
    isConcurrent: boolean;
    /** Until then it does not roll back again. */
    coolUntil: string | null;
    checkedAt: string | null;
    /** The findings of the last check of the live version; empty before it. */
    findings: MetricFinding[];
    updatedBy: string;
    updatedAt: string;
  };

/** A check that a guard wrote down. */
export type GuardCheckView = {
  at: string;
  revision: number;
  version: number;
  baselineVersion: number | null;
  outcome: CheckOutcome;
  findings: MetricFinding[];
};
