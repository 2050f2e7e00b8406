import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { CheckOutcome, GuardStatus, MetricFinding } from "./findings";

/** A metric that read badly, check after check, each on new scores. */
export type Hit = {
  /** How often in a row, and how often in a row it was critical. */
  worse: number;
  critical: number;
  firstAt: string;
};

/** What a guard remembers between checks; all instants are ISO 8601. */
export type GuardMemory = {
  /** The deployment's revision it is about; 0: none yet. All below but the cool-down begins anew with another one. */
  revision: number;
  status: Exclude<GuardStatus, "off">;
  statusSince: string | null;
  baselineVersion: number | null;
  isConcurrent: boolean;
  findings: MetricFinding[];
  /** When the last score of the current version that was looked at was given, by metric: only later ones are new. */
  seen: { [metric in LiveMetric]?: string };
  hits: { [metric in LiveMetric]?: Hit };
  /** What people were told in this episode; null: nothing. It ends when nothing has been worse for two checks. */
  told: "worse" | "critical" | null;
  /** Alerts are told once by revision and episode, so none ever has the number of an earlier one of its revision. */
  episode: number;
  /** Checks in a row without anything worse. */
  calm: number;
  isStuck: boolean;
  isJudgeTold: boolean;
  /** Until then it does not roll back (again). */
  coolUntil: string | null;
  /** The revision its own rollback made. */
  restoredRevision: number | null;
  /** What it last wrote into its book, and when. */
  kept: { outcome: CheckOutcome; at: string } | null;
};

type Kept = Partial<Pick<GuardMemory, "coolUntil" | "restoredRevision" | "episode">>;

/** A guard that has seen nothing; what it did before that holds on is taken over. */
export function freshMemory(
  revision: number,
  { coolUntil = null, restoredRevision = null, episode = 1 }: Kept = {},
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

/** A guard that was changed begins anew, and tells anew; a cool-down holds on. Pure. */
export const afterEdit = (memory: GuardMemory): GuardMemory =>
  freshMemory(0, { ...memory, episode: memory.episode + 1 });

/** What is stored, as a memory; what cannot be read is forgotten, and it begins anew. Pure. */
export function toMemory(stored: unknown): GuardMemory {
  const { seen, hits, findings, revision } = (stored ?? {}) as Partial<GuardMemory>;
  const isRead = seen && hits && Array.isArray(findings) && typeof revision === "number";
  return isRead ? (stored as GuardMemory) : freshMemory(0);
}
