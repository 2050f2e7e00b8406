import type { MetricName, WindowedMetric } from "./metrics";

/** One version with its share of the users. The first is the control, usually the live version. */
export type Variant = { key: string; version: number; weight: number };

/** A metric that must not get worse by more than a margin: absolute for rates (0.005), relative for the rest (0.1). */
export type Guardrail = {
  metric: MetricName;
  margin: number;
  /** What it is expected to be for the control, 0 to 1, of rates alone; absent: not known. */
  baseline?: number;
};

/** What an experiment is held to. Frozen and hashed when it starts; a change is a new phase. */
export type ExperimentPlan = {
  kind: "ab" | "thompson" | "ucb1";
  /** The control first; weights add up to 1. */
  variants: Variant[];
  /** The share of users that take part, 0 to 1. */
  trafficShare: number;
  primaryMetric: MetricName;
  guardrails: Guardrail[];
  alpha: number;
  power: number;
  /** The smallest change of the primary metric worth finding: absolute for rates, relative for the rest. */
  minimumEffect: number;
  /** What the primary metric is expected to be for the control, 0 to 1 for rates. */
  baseline: number | null;
  /** Minutes after an answer from which its outcome counts, by metric; absent from plans made before: 0 for all. */
  outcomeWindows?: Partial<Record<WindowedMetric, number>>;
  /** Whether the sample is large enough for the guardrails too; absent from plans made before. */
  coversGuardrails?: boolean;
  /** What a finished task is worth, in USD; absent: not stated, and net value is not read. */
  taskWorthUsd?: number;
  exclusiveGroup: string | null;
  /** Bandits alone: the least share of a variant, users per variant before weights move, minutes between changes. */
  bandit: { floor: number; burnIn: number; batchMinutes: number } | null;
};
