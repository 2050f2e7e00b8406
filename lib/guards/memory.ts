import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { CheckOutcome, GuardStatus, MetricFinding, SegmentFinding } from "./findings";

/** A metric that read badly at consecutive looks, each with new scores. */
type Hit = {
  /** How many looks in a row found it worse, and critical. */
  worse: number;
  critical: number;
  firstAt: string;
};

/** A guard's state between looks; all instants are ISO 8601. */
export type GuardMemory = {
  /** The deployment's revision it is about; 0: none yet. A new revision resets everything below but the cool-down. */
  revision: number;
  status: Exclude<GuardStatus, "off">;
  statusSince: string | null;
  baselineVersion: number | null;
  isConcurrent: boolean;
  findings: MetricFinding[];
  /** By metric: when the newest score of the last look began to count. Only later ones are new. */
  seen: { [metric in LiveMetric]?: string };
  hits: { [metric in LiveMetric]?: Hit };
  /** The alert sent in this episode; null: none. An episode ends after ten looks without anything worse. */
  told: "worse" | "critical" | null;
  /** One alert is sent per revision, episode and severity. */
  episode: number;
  /** Looks in a row without anything worse. */
  calm: number;
  isStuck: boolean;
  isJudgeTold: boolean;
  /** Until then it does not roll back (again). */
  coolUntil: string | null;
  /** The revision its own rollback made. */
  restoredRevision: number | null;
  /** The last look at segments, and the milestones of the test that were looked at; absent before it. */
  segments?: { at: string; milestones: { [metric in LiveMetric]?: number }; findings: SegmentFinding[] };
  /** The last check that was stored in the history, and when. */
  kept: { outcome: CheckOutcome; at: string } | null;
};

type CarriedOver = Partial<Pick<GuardMemory, "coolUntil" | "restoredRevision" | "episode">>;

/** The state of a guard that has not looked yet; a cool-down and the episode number are carried over. */
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

/** Reads a stored state; an unreadable one is replaced by a fresh one. Pure. */
export function toMemory(stored: unknown): GuardMemory {
  const { seen, hits, findings, revision } = (stored ?? {}) as Partial<GuardMemory>;
  const isRead = seen && hits && Array.isArray(findings) && typeof revision === "number";
  return isRead ? (stored as GuardMemory) : freshMemory(0);
}
