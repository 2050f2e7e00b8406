import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { outcomeOf } from "./detect";
import type { CheckOutcome, GuardStatus, MetricFinding } from "./findings";
import { freshMemory, type GuardMemory } from "./memory";
import { isHarmful } from "./reading";

/**
 * The number of consecutive bad readings required, each on new scores. The p-values are valid at every check, so one
 * reading is enough for an alert. A rollback needs two, because a batch may be stored in parts and one part can look
 * bad by chance.
 */
const neededHits = { worse: 1, critical: 2 } as const;
/**
 * How long no new score must arrive until a single critical reading is enough: by then its batch is complete. Without
 * this rule, a version that drives its users away would stay live, because no further scores arrive.
 */
const quietMs = 60_000;
/** The number of checks without a finding that end an episode. A later finding raises a new alert. */
const calmChecks = 10;
/** The minimum time between stored checks with the same outcome. */
const keepEveryMs = 5 * 60_000;

/** The result of checking the live version. */
export type Check = {
  revision: number;
  baselineVersion: number | null;
  isConcurrent: boolean;
  findings: MetricFinding[];
  /** The metrics with a block of new scores, and the time of the newest. The other metrics count as not checked. */
  fresh: { [metric in LiveMetric]?: string };
};

/** The consequences of a check. `isStored`: the check is stored in the guard's history. */
export type Step = {
  memory: GuardMemory;
  outcome: CheckOutcome;
  /** The alert to raise now; null if none. */
  alert: "worse" | "critical" | null;
  /** Whether to raise the alert about a judge that gives no verdicts. */
  isJudgeAlertDue: boolean;
  isRollbackDue: boolean;
  isStored: boolean;
};

/**
 * The state machine of a guard: computes the next state and the actions from the state and a check. One bad reading of
 * a metric on new scores raises an alert. Two consecutive critical readings, or one without further scores for a
 * minute, cause a rollback, unless a cool-down is active. Pure.
 */
export function advance(before: GuardMemory, check: Check, rollsBack: boolean, now: Date): Step {
  const isNew = before.revision !== check.revision;
  const memory = isNew ? freshMemory(check.revision, before) : before;
  const { findings, fresh } = check;
  const hits = nextHits(memory, findings, fresh, now);
  const [isWorse, isCritical] = [confirmed(hits, "worse", findings), confirmed(hits, "critical", findings)];
  const isCooling = memory.coolUntil !== null && now < new Date(memory.coolUntil);
  const reading = readOutcome(hits, findings, isWorse, isCritical);
  // The restored version is not reported during the cool-down. Another release is.
  const isSettling = isCooling && memory.restoredRevision === memory.revision;
  const isRollbackDue = isCritical && rollsBack && !isCooling && !memory.isStuck;
  const alert = isSettling || isRollbackDue ? null : alertOf(memory.told, isWorse, isCritical);
  const isInconclusive = findings.some(({ reading }) => reading === "inconclusive");
  const calm = Object.keys(hits).length > 0 ? 0 : memory.calm + (Object.keys(fresh).length > 0 ? 1 : 0);
  const isOver = memory.told !== null && calm >= calmChecks;
  const outcome = isCooling && (isSettling || isCritical) ? "cooling_down" : reading;
  const sinceKeptMs = now.getTime() - new Date(memory.kept?.at ?? 0).getTime();
  const isNews = alert !== null || isRollbackDue || memory.kept?.outcome !== outcome;
  const isStored = isNews || sinceKeptMs >= keepEveryMs;
  const at = now.toISOString();
  const status = statuses[reading];
  return {
    outcome,
    alert,
    isRollbackDue,
    isStored,
    isJudgeAlertDue: isInconclusive && !memory.isJudgeTold,
    memory: {
      ...memory,
      findings,
      hits,
      status,
      calm: isOver ? 0 : calm,
      statusSince: !isNew && memory.status === status ? (memory.statusSince ?? at) : at,
      baselineVersion: check.baselineVersion,
      isConcurrent: check.isConcurrent,
      seen: { ...memory.seen, ...fresh },
      told: isOver ? null : (alert ?? memory.told),
      episode: memory.episode + (isOver ? 1 : 0),
      isJudgeTold: isInconclusive,
      kept: isStored ? { outcome, at } : memory.kept,
    },
  };
}

/** The state of a guard after its own rollback, which created this revision. Pure. */
export function afterRollback(revision: number, coolDownMinutes: number, now: Date): GuardMemory {
  const coolUntil = new Date(now.getTime() + coolDownMinutes * 60_000).toISOString();
  return { ...freshMemory(revision, { coolUntil, restoredRevision: revision }), statusSince: now.toISOString() };
}

/** The state after a rollback that found no good version, for which one alert is raised. Pure. */
export const afterStuck = (memory: GuardMemory): GuardMemory => ({ ...memory, isStuck: true, told: "critical" });

/** Whether a rollback was only delayed by a cool-down that is over now. It then needs no new scores. Pure. */
export function isOverdue({ coolUntil, hits, findings, isStuck }: GuardMemory, now: Date): boolean {
  return coolUntil !== null && now >= new Date(coolUntil) && !isStuck && confirmed(hits, "critical", findings);
}

/** The displayed status. `memory` is the state about the live release, if there is one. Pure. */
export function shownStatus({
  isEnabled,
  memory,
  coolUntil,
}: {
  isEnabled: boolean;
  memory: Pick<GuardMemory, "status" | "revision" | "restoredRevision"> | null;
  /** Null if a rollback is allowed. */
  coolUntil: string | null;
}): GuardStatus {
  if (!isEnabled) return "off";
  if (coolUntil === null) return memory?.status ?? "waiting";
  return memory && memory.revision === memory.restoredRevision ? "rolled_back" : "cooling_down";
}

/** Whether a critical reading waits for a second one and no score has arrived for a minute. Pure. */
export function isConfirmedByQuiet({ coolUntil, hits, findings, seen, isStuck }: GuardMemory, now: Date): boolean {
  if (isStuck || (coolUntil !== null && now < new Date(coolUntil))) return false;
  return findings.some((finding) => isCriticalAlone(finding, { hits, seen }, now));
}

/** Whether a metric has one critical reading, and none of its scores has arrived for a minute since. */
function isCriticalAlone(
  { metric, reading }: MetricFinding,
  { hits, seen }: Pick<GuardMemory, "hits" | "seen">,
  now: Date,
): boolean {
  const seenAt = seen[metric];
  const isQuiet = seenAt !== undefined && now.getTime() - new Date(seenAt).getTime() >= quietMs;
  return reading === "critical" && hits[metric]?.critical === 1 && isQuiet;
}

type Hits = GuardMemory["hits"];

/**
 * Checks with new scores count or reset the hits of a metric. A single critical hit is also confirmed by a minute
 * without scores.
 */
function nextHits(memory: GuardMemory, findings: MetricFinding[], fresh: Check["fresh"], now: Date): Hits {
  const next: Hits = {};
  for (const finding of findings) {
    const { metric, reading } = finding;
    const hit = memory.hits[metric];
    if (fresh[metric] === undefined) {
      if (hit) next[metric] = isCriticalAlone(finding, memory, now) ? { ...hit, critical: neededHits.critical } : hit;
    } else if (isHarmful(finding)) {
      const critical = reading === "critical" ? (hit?.critical ?? 0) + 1 : 0;
      next[metric] = { worse: (hit?.worse ?? 0) + 1, critical, firstAt: hit?.firstAt ?? now.toISOString() };
    }
  }
  return next;
}

/** Whether a metric has had this reading often enough in a row, including now. */
const confirmed = (hits: Hits, what: "worse" | "critical", findings: readonly MetricFinding[]) =>
  findings.some(({ metric, reading }) => {
    const isSo = reading === "critical" || reading === what;
    return isSo && (hits[metric]?.[what] ?? 0) >= neededHits[what];
  });

/** The outcome of a check for the version, regardless of a cool-down. */
type ReadOutcome = Exclude<CheckOutcome, "cooling_down">;

function readOutcome(hits: Hits, findings: MetricFinding[], isWorse: boolean, isCritical: boolean): ReadOutcome {
  if (isCritical) return "critical";
  if (isWorse) return "worse";
  if (Object.keys(hits).length > 0) return "suspect";
  const outcome = outcomeOf(findings);
  // A bad reading without a hit repeats a check of the same scores.
  return outcome === "worse" || outcome === "critical" ? "suspect" : outcome;
}

function alertOf(lastAlert: GuardMemory["told"], isWorse: boolean, isCritical: boolean): Step["alert"] {
  if (isCritical && lastAlert !== "critical") return "critical";
  return isWorse && lastAlert === null ? "worse" : null;
}

const statuses = {
  waiting: "waiting",
  inconclusive: "inconclusive",
  ok: "watching",
  suspect: "suspect",
  worse: "worse",
  critical: "worse",
} as const satisfies Record<ReadOutcome, GuardMemory["status"]>;
