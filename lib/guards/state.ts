import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { outcomeOf } from "./detect";
import type { CheckOutcome, GuardStatus, MetricFinding } from "./findings";
import { freshMemory, type GuardMemory } from "./memory";

/**
 * How many bad readings in a row are needed, each on new scores. The p-values are valid at every look, so one reading
 * is enough for an alert. A rollback needs two, because a batch may be stored in parts and one part can look bad by
 * chance.
 */
const neededHits = { worse: 1, critical: 2 } as const;
/**
 * How long no new score may come until a critical reading stands by itself: no part of its batch is missing any more. A
 * version that drives its users away would else stay live, because nothing follows.
 */
const quietMs = 60_000;
/** Checks without a finding that end an episode. A later finding raises a new alert. */
const calmChecks = 10;
/** A check with the same outcome as the last one is stored this often at most. */
const keepEveryMs = 5 * 60_000;

/** What a look at the live version found. */
export type Check = {
  revision: number;
  baselineVersion: number | null;
  isConcurrent: boolean;
  findings: MetricFinding[];
  /** The metrics that have a block of new scores, and when the last was given: the others count as not looked at. */
  fresh: { [metric in LiveMetric]?: string };
};

/** What a check leads to. `isStored`: the check is stored in the guard's history. */
export type Step = {
  memory: GuardMemory;
  outcome: CheckOutcome;
  /** The alert to raise now; null: none. */
  alert: "worse" | "critical" | null;
  /** Whether to raise the alert about a judge that gives no verdicts. */
  isJudgeAlertDue: boolean;
  isRollbackDue: boolean;
  isStored: boolean;
};

/**
 * The state machine of a guard: from its state and a look to the next state and what to do. One bad reading of a metric
 * on new scores raises an alert; two critical ones in a row, or one that no score follows for a minute, roll back, unless a
 * cool-down runs. Pure.
 */
export function advance(before: GuardMemory, check: Check, rollsBack: boolean, now: Date): Step {
  const isNew = before.revision !== check.revision;
  const known = isNew ? freshMemory(check.revision, before) : before;
  const { findings, fresh } = check;
  const hits = nextHits(known, findings, fresh, now);
  const [isWorse, isCritical] = [confirmed(hits, "worse", findings), confirmed(hits, "critical", findings)];
  const isCooling = known.coolUntil !== null && now < new Date(known.coolUntil);
  const reading = readOutcome(hits, findings, isWorse, isCritical);
  // The restored version is not reported during the cool-down; another release is.
  const isSettling = isCooling && known.restoredRevision === known.revision;
  const isRollbackDue = isCritical && rollsBack && !isCooling && !known.isStuck;
  const alert = isSettling || isRollbackDue ? null : alertOf(known.told, isWorse, isCritical);
  const isInconclusive = findings.some(({ reading }) => reading === "inconclusive");
  const calm = Object.keys(hits).length > 0 ? 0 : known.calm + (Object.keys(fresh).length > 0 ? 1 : 0);
  const isOver = known.told !== null && calm >= calmChecks;
  const outcome = isCooling && (isSettling || isCritical) ? "cooling_down" : reading;
  const sinceKeptMs = now.getTime() - new Date(known.kept?.at ?? 0).getTime();
  const isNews = alert !== null || isRollbackDue || known.kept?.outcome !== outcome;
  const isStored = isNews || sinceKeptMs >= keepEveryMs;
  const at = now.toISOString();
  const status = statuses[reading];
  return {
    outcome,
    alert,
    isRollbackDue,
    isStored,
    isJudgeAlertDue: isInconclusive && !known.isJudgeTold,
    memory: {
      ...known,
      findings,
      hits,
      status,
      calm: isOver ? 0 : calm,
      statusSince: !isNew && known.status === status ? (known.statusSince ?? at) : at,
      baselineVersion: check.baselineVersion,
      isConcurrent: check.isConcurrent,
      seen: { ...known.seen, ...fresh },
      told: isOver ? null : (alert ?? known.told),
      episode: known.episode + (isOver ? 1 : 0),
      isJudgeTold: isInconclusive,
      kept: isStored ? { outcome, at } : known.kept,
    },
  };
}

/** The state of a guard after its own rollback, which made this revision. Pure. */
export function afterRollback(revision: number, coolDownMinutes: number, now: Date): GuardMemory {
  const coolUntil = new Date(now.getTime() + coolDownMinutes * 60_000).toISOString();
  return { ...freshMemory(revision, { coolUntil, restoredRevision: revision }), statusSince: now.toISOString() };
}

/** The memory after a rollback that found no good version: one alert is raised. Pure. */
export const afterStuck = (memory: GuardMemory): GuardMemory => ({ ...memory, isStuck: true, told: "critical" });

/** Whether a rollback waited only for a cool-down that is over now. It then needs no new scores. Pure. */
export function isOverdue({ coolUntil, hits, findings, isStuck }: GuardMemory, now: Date): boolean {
  return coolUntil !== null && now >= new Date(coolUntil) && !isStuck && confirmed(hits, "critical", findings);
}

/** The status that is shown. `memory`: the state about the live release, if there is one. Pure. */
export function shownStatus({
  isEnabled,
  memory,
  coolUntil,
}: {
  isEnabled: boolean;
  memory: Pick<GuardMemory, "status" | "revision" | "restoredRevision"> | null;
  /** Null: it may roll back. */
  coolUntil: string | null;
}): GuardStatus {
  if (!isEnabled) return "off";
  if (coolUntil === null) return memory?.status ?? "waiting";
  return memory && memory.revision === memory.restoredRevision ? "rolled_back" : "cooling_down";
}

/** Whether a critical reading waits for a second one and no score has come for a minute. Pure. */
export function isConfirmedByQuiet({ coolUntil, hits, findings, seen, isStuck }: GuardMemory, now: Date): boolean {
  if (isStuck || (coolUntil !== null && now < new Date(coolUntil))) return false;
  return findings.some((finding) => standsByItself(finding, { hits, seen }, now));
}

/** Whether a metric reads critical after one critical look, and no score of it has come for a minute. */
function standsByItself(
  { metric, reading }: MetricFinding,
  { hits, seen }: Pick<GuardMemory, "hits" | "seen">,
  now: Date,
): boolean {
  const seenAt = seen[metric];
  const isQuiet = seenAt !== undefined && now.getTime() - new Date(seenAt).getTime() >= quietMs;
  return reading === "critical" && hits[metric]?.critical === 1 && isQuiet;
}

type Hits = GuardMemory["hits"];

/** Hits are counted and reset by looks with new scores of their metric; one critical hit also by the quiet after it. */
function nextHits(known: GuardMemory, findings: MetricFinding[], fresh: Check["fresh"], now: Date): Hits {
  const next: Hits = {};
  for (const finding of findings) {
    const { metric, reading } = finding;
    const hit = known.hits[metric];
    if (fresh[metric] === undefined) {
      if (hit) next[metric] = standsByItself(finding, known, now) ? { ...hit, critical: neededHits.critical } : hit;
    } else if (reading === "worse" || reading === "critical") {
      const critical = reading === "critical" ? (hit?.critical ?? 0) + 1 : 0;
      next[metric] = { worse: (hit?.worse ?? 0) + 1, critical, firstAt: hit?.firstAt ?? now.toISOString() };
    }
  }
  return next;
}

/** Whether a metric has read like this often enough in a row, and reads like this now. */
const confirmed = (hits: Hits, what: "worse" | "critical", findings: readonly MetricFinding[]) =>
  findings.some(({ metric, reading }) => {
    const isSo = reading === "critical" || reading === what;
    return isSo && (hits[metric]?.[what] ?? 0) >= neededHits[what];
  });

/** What a check says about the version; a cool-down does not change it. */
type ReadOutcome = Exclude<CheckOutcome, "cooling_down">;

function readOutcome(hits: Hits, findings: MetricFinding[], isWorse: boolean, isCritical: boolean): ReadOutcome {
  if (isCritical) return "critical";
  if (isWorse) return "worse";
  if (Object.keys(hits).length > 0) return "suspect";
  const outcome = outcomeOf(findings);
  // A bad reading without a hit repeats a look at the same scores.
  return outcome === "worse" || outcome === "critical" ? "suspect" : outcome;
}

function alertOf(told: GuardMemory["told"], isWorse: boolean, isCritical: boolean): Step["alert"] {
  if (isCritical && told !== "critical") return "critical";
  return isWorse && told === null ? "worse" : null;
}

const statuses = {
  waiting: "waiting",
  inconclusive: "inconclusive",
  ok: "watching",
  suspect: "suspect",
  worse: "worse",
  critical: "worse",
} as const satisfies Record<ReadOutcome, GuardMemory["status"]>;
