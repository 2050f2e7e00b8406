import type { MetricName, WindowedMetric } from "./metrics";

/** A version with its share of users. The first variant is the control, usually the live version. */
export type Variant = { key: string; version: number; weight: number };

/** A metric that must not get worse by more than a margin: absolute for rates (0.005), relative for others (0.1). */
export type Guardrail = {
  metric: MetricName;
  margin: number;
  /** For rates: the expected value of the control, 0 to 1. Absent if unknown. */
  baseline?: number;
};

/** The plan of an experiment. It is frozen and hashed at the start. A change starts a new phase. */
export type ExperimentPlan = {
  kind: "ab" | "thompson" | "ucb1";
  /** The first variant is the control. The weights add up to 1. */
  variants: Variant[];
  /** The share of users in the experiment, 0 to 1. */
  trafficShare: number;
  primaryMetric: MetricName;
  guardrails: Guardrail[];
  alpha: number;
  power: number;
  /** The smallest change of the primary metric to detect: absolute for rates, relative for others. */
  minimumEffect: number;
  /** The expected primary metric of the control, 0 to 1 for rates; null if unknown. */
  baseline: number | null;
  /** The minutes after an answer from which its outcome counts, by metric. Absent in older plans: 0 for all. */
  outcomeWindows?: Partial<Record<WindowedMetric, number>>;
  /** Whether the sample is also large enough for the guardrails. Absent in older plans. */
  coversGuardrails?: boolean;
  /** The value of a finished task, in USD. If absent, net value is not computed. */
  taskWorthUsd?: number;
  exclusiveGroup: string | null;
  /**
   * For bandits: the minimum share of a variant, the users per variant before weights change, the minutes between
   * changes.
   */
  bandit: { floor: number; burnIn: number; batchMinutes: number } | null;
};
