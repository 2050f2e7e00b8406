import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { GuardStatus, MetricFinding } from "../findings";

/** The input of the quality summary of a prompt in an environment. Times are ISO strings. */
export type QualityFacts = {
  environment: string;
  /** `isAgain`: the version was live before. Its scores from before do not count for the guard. */
  live: { version: number; since: string; isAgain: boolean } | null;
  guard: {
    status: GuardStatus;
    since: string | null;
    baselineVersion: number | null;
    coolUntil: string | null;
    minimumPerSide: number;
    rollsBack: boolean;
    findings: readonly MetricFinding[];
  } | null;
  /** Set if the newest release is an automatic rollback. */
  rolledBack: {
    at: string;
    from: number;
    to: number;
    /** When the version that was rolled back had been released. */
    releasedAt: string | null;
    findings: readonly MetricFinding[];
  } | null;
  /** The share of answers that are scored; null if none are. */
  sampleRate: number | null;
  /** The value of the live version if there is no guard. */
  known: { metric: LiveMetric; label: string; value: number | null; n: number } | null;
};

export type QualityState =
  | "rolled_back"
  | "worse"
  | "suspect"
  | "inconclusive"
  | "waiting"
  | "resting"
  | "watching"
  | "off"
  | "not_watched"
  | "nothing_live";

export type QualityTone = "worse" | "careful" | "waiting" | "fine" | "unknown";

/** A quotable sentence, the text below it, and its subject. */
export type QualitySummary = {
  state: QualityState;
  tone: QualityTone;
  /** Two or three words above the sentence. */
  kicker: string;
  /** When the state began, for "38 min ago". */
  at: string | null;
  sentence: string;
  detail: string;
  /** The version whose answers are shown, and the change to show. */
  about: number | null;
  change: { from: number; to: number } | null;
  /** The progress of a wait: the available and the required number of scores. */
  progress: { n: number; needed: number } | null;
};
