import type { MetricName } from "../metrics";

/** A metric over all prompts checked: how often two halves of the same traffic were called different. */
export type TrustMetric = {
  metric: MetricName;
  /** How many prompts had enough users for it. */
  prompts: number;
  users: number;
  splits: number;
  alarms: number;
  rate: number;
  /** Wilson's interval of the rate; all metrics together hold at 99.9 %. */
  low: number;
  high: number;
  /** The whole interval lies above alpha. */
  isAbove: boolean;
};

/** A prompt's last check. */
export type TrustPrompt = {
  prompt: string;
  environment: string;
  version: number;
  /** UTC, "2026-11-22". */
  day: string;
  users: number;
  answers: number;
  metrics: { metric: MetricName; users: number; splits: number; alarms: number }[];
};

/** The workspace's A/A of itself. */
export type TrustView = {
  /** UTC day of the last check; null before the first. */
  day: string | null;
  alpha: number;
  metrics: TrustMetric[];
  prompts: TrustPrompt[];
};
