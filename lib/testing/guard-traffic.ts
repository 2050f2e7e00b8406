import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { addUser, measuredSide, noSums, type UserSums } from "@/lib/evaluation/online/sums";
import type { MeasuredSide } from "@/lib/evaluation/online/types";
import { mulberry32, normalSample } from "@/lib/experiments/statistics";
import { blockOf } from "@/lib/guards/block";
import { type ComparedMetric, detect } from "@/lib/guards/detect";
import { freshMemory } from "@/lib/guards/memory";
import { baselineWindows, guardFields } from "@/lib/guards/schema";
import { advance } from "@/lib/guards/state";

/** A metric of simulated traffic: a rate, or a mean of values that are log-normal; how it changes with the new version. */
export type SimulatedMetric = { name: LiveMetric; rate?: number; drop?: number };

const rates = [0.9, 0.8, 0.85, 0.95, 0.7, 0.92];
/** Six rates and two log-normal means, as a busy prompt is watched. */
export const eightMetrics: readonly SimulatedMetric[] = [
  ...rates.map((rate, index): SimulatedMetric => ({ name: `scorer:m${index}`, rate })),
  { name: "latency" },
  { name: "cost" },
];

/** The first `of` metrics, of which the first `many` change by `drop`. */
export const changing = (of: number, many: number, drop: number): SimulatedMetric[] =>
  eightMetrics.slice(0, of).map((metric, index) => (index < many ? { ...metric, drop } : metric));

/** Pareto-distributed use: most people ask once, a few very often. */
export const paretoAnswers = (random: () => number): number => Math.min(500, (1 - random()) ** (-1 / 1.2));

export type Traffic = {
  seed: number;
  metrics: readonly SimulatedMetric[];
  /** Scores of the new version in all. */
  scores: number;
  baselineScores?: number;
  /** How many answers the next user gives, one after another; left out: one each. */
  answers?: (random: () => number) => number;
  /** Whether one user's answers are all alike. */
  isAlike?: boolean;
  /** Over how many scores a drop comes in, evenly; 0: at once. */
  driftOver?: number;
  /** New scores between two looks; left out: as the guard's own rule says. */
  block?: number;
};

/** Scores it took until people were told and until it would have gone back; null: never. */
export type Played = { told: number | null; rolledBack: number | null };

type Score = { user: number; value: number };

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

/** What the query of sides gives for scores: sums by user, capped, with the users that count most. */
function sideOfScores(
  version: number,
  scores: readonly Score[],
  isMean: boolean,
  edges: Edges,
  cap: number,
): MeasuredSide {
  const [sums, users] = [noSums(), usersOf(scores, isMean, edges)];
  for (const user of users) {
    const weight = Math.min(1, cap / user.rows);
    if (weight < 1) for (const key of Object.keys(user) as (keyof UserSums)[]) if (key !== "rows") user[key] *= weight;
    addUser(sums, user);
  }
  const mean = sums.b > 0 ? sums.tracked.x.sum / sums.b : 0;
  const off = ({ x, b }: UserSums) => x - mean * b;
  let [raising, lowering] = [users[0], users[0]];
  for (const user of users) {
    if (raising && off(user) > off(raising)) raising = user;
    if (lowering && off(user) < off(lowering)) lowering = user;
  }
  const facts = { version, isMean, invalid: 0, young: 0, from: null, to: null };
  return measuredSide(sums, facts, raising && lowering ? { raising, lowering } : null);
}

/** Sums of each user; users come in turn, so one user's scores stand side by side. */
function usersOf(scores: readonly Score[], isMean: boolean, edges: Edges): UserSums[] {
  const users: UserSums[] = [];
  let [last, sums] = [-1, emptyUser()];
  for (const { user, value } of scores) {
    if (user !== last) {
      sums = emptyUser();
      users.push(sums);
      last = user;
    }
    sums.rows++;
    sums.b++;
    sums.v += value;
    sums.x += value;
    sums.q += value * value;
    if (isMean) {
      sums.above50 += Number(value > edges.p50);
      sums.above90 += Number(value > edges.p90);
      sums.below50 += Number(value < edges.p50);
      sums.below10 += Number(value < edges.p10);
    } else sums.ones += value;
  }
  return users;
}

const emptyUser = (): UserSums => ({
  rows: 0,
  b: 0,
  v: 0,
  q: 0,
  ones: 0,
  x: 0,
  above50: 0,
  above90: 0,
  below50: 0,
  below10: 0,
});

type Edges = { p10: number; p50: number; p90: number };

function edgesOf(scores: readonly Score[]): Edges {
  const sorted = scores.map(({ value }) => value).toSorted((a, b) => a - b);
  return { p10: quantile(sorted, 0.1) ?? 0, p50: quantile(sorted, 0.5) ?? 0, p90: quantile(sorted, 0.9) ?? 0 };
}

function capOf(scores: readonly (readonly Score[])[]): number {
  const counts = scores.flatMap((side) => {
    const users = new Map<number, number>();
    for (const { user } of side) users.set(user, (users.get(user) ?? 0) + 1);
    return [...users.values()];
  });
  return Math.max(
    10,
    quantile(
      counts.toSorted((a, b) => a - b),
      0.99,
    ) ?? 10,
  );
}

/** Plays a new version's traffic against the version before it through the guard's own rule and state machine. */
export function playTraffic({
  seed,
  metrics,
  scores,
  baselineScores = 2_000,
  answers = () => 1,
  isAlike = false,
  driftOver = 0,
  block,
}: Traffic): Played {
  const random = mulberry32(seed);
  const worse = (name: LiveMetric) =>
    name === "latency" || name === "cost" ? ("higher" as const) : ("lower" as const);
  const rules = guardFields.parse({ metrics: metrics.map(({ name }) => ({ name, worse: worse(name) })) });
  let nextUser = 0;
  const draw = ({ rate }: SimulatedMetric, drop: number) =>
    rate === undefined ? Math.exp(6 + 0.6 * normalSample(random)) * (1 + drop) : Number(random() < rate - drop);
  /** One score after another: users come in turn, each with all of their answers. */
  const source = (metric: SimulatedMetric, dropAt: (index: number) => number) => {
    let [user, left, value, given] = [0, 0, 0, 0];
    return (): Score => {
      if (left === 0) {
        [user, left] = [nextUser++, Math.max(1, Math.round(answers(random)))];
        value = draw(metric, dropAt(given));
      } else if (!isAlike) value = draw(metric, dropAt(given));
      left--;
      given++;
      return { user, value };
    };
  };
  const sides = metrics.map((metric) => {
    const before = source(metric, () => 0);
    const { drop = 0 } = metric;
    const now = source(metric, (index) => (driftOver > 0 ? drop * Math.min(1, index / driftOver) : drop));
    const old = Array.from({ length: Math.min(baselineScores, rules.window * baselineWindows) }, before);
    return { metric, isMean: metric.rate === undefined, old, edges: edgesOf(old), now, scores: [] as Score[] };
  });
  const isUneven = answers(mulberry32(seed)) !== 1;
  const fixed = sides.map(({ isMean, old, edges }) => sideOfScores(1, old, isMean, edges, capOf([old])));
  let memory = freshMemory(2);
  let [told, rolledBack]: (number | null)[] = [null, null];
  for (let n = 0; n < scores && rolledBack === null; ) {
    const size = block ?? blockOf(memory.findings, metrics[0]?.name ?? "thumbs");
    n += size;
    for (const side of sides) {
      for (let more = 0; more < size; more++) side.scores.push(side.now());
      if (side.scores.length > rules.window) side.scores.splice(0, side.scores.length - rules.window);
    }
    const compared = sides.map(({ metric, isMean, old, edges, scores }, index): ComparedMetric => {
      const cap = isUneven ? capOf([old, scores]) : 10;
      const baseline = isUneven ? sideOfScores(1, old, isMean, edges, cap) : (fixed[index] ?? null);
      const current = sideOfScores(2, scores, isMean, edges, cap);
      return { metric: metric.name, label: metric.name, series: "plain", isConcurrent: false, current, baseline };
    });
    const at = new Date(n * 1_000);
    const fresh = Object.fromEntries(metrics.map(({ name }) => [name, at.toISOString()]));
    const findings = detect(rules, compared, memory.findings);
    const step = advance(memory, { revision: 2, baselineVersion: 1, isConcurrent: false, findings, fresh }, true, at);
    memory = step.memory;
    if (step.tell !== null || step.isRollbackDue) told ??= n;
    if (step.isRollbackDue) rolledBack = n;
  }
  return { told: told ?? null, rolledBack: rolledBack ?? null };
}
