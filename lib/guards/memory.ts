import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { CheckOutcome, GuardStatus, MetricFinding, SegmentFinding } from "./findings";

/** A metric with bad readings in consecutive checks, each with new scores. */
type Hit = {
  /** The number of consecutive checks with a worse reading, and with a critical one. */
  worse: number;
  critical: number;
  firstAt: string;
};

/** A guard's state between checks. All times are ISO 8601. */
export type GuardMemory = {
  /**
   * The revision of the checked deployment; 0 if there is none yet. A new revision resets everything below except the
   * cool-down.
   */
  revision: number;
  status: Exclude<GuardStatus, "off">;
  statusSince: string | null;
  baselineVersion: number | null;
  isConcurrent: boolean;
  findings: MetricFinding[];
  /** For each metric, when the newest score of the last check began to count. Only later scores are new. */
  seen: { [metric in LiveMetric]?: string };
  hits: { [metric in LiveMetric]?: Hit };
  /** The alert sent in this episode; null if none. An episode ends after ten checks without a worse finding. */
  told: "worse" | "critical" | null;
  /** One alert is sent per revision, episode and severity. */
  episode: number;
  /** The number of consecutive checks without a worse finding. */
  calm: number;
  isStuck: boolean;
  isJudgeTold: boolean;
  /** No rollback happens before this time. */
  coolUntil: string | null;
  /** The revision that the guard's own rollback created. */
  restoredRevision: number | null;
  /** The last check of segments, and the tested milestones; absent before the first one. */
  segments?: { at: string; milestones: { [metric in LiveMetric]?: number }; findings: SegmentFinding[] };
  /** The last check stored in the history, and its time. */
  kept: { outcome: CheckOutcome; at: string } | null;
};

type CarriedOver = Partial<Pick<GuardMemory, "coolUntil" | "restoredRevision" | "episode">>;

/** The initial state of a guard. A cool-down and the episode number are carried over. */
export function freshMemory(
  revision: number,
  { coolUntil = null, restoredRevision = null, episode = 1 }: CarriedOver = {},
): GuardMemory {
  return {
    revision,
    status: "waiting",
    statusSince: null,
    baselineVersion: null,
    isConcurrent: false,
    findings: [],
    seen: {},
    hits: {},
    told: null,
    episode,
    calm: 0,
    isStuck: false,
    isJudgeTold: false,
    coolUntil,
    restoredRevision,
    kept: null,
  };
}

/** The state of a guard whose settings changed: reset, except for a running cool-down. Pure. */
export const afterEdit = (memory: GuardMemory): GuardMemory =>
  freshMemory(0, { ...memory, episode: memory.episode + 1 });

/** Parses a stored state. An invalid one is replaced by an initial state. Pure. */
export function toMemory(stored: unknown): GuardMemory {
  const { seen, hits, findings, revision } = (stored ?? {}) as Partial<GuardMemory>;
  const isRead = seen && hits && Array.isArray(findings) && typeof revision === "number";
  return isRead ? (stored as GuardMemory) : freshMemory(0);
}
