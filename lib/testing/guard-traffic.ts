import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { mulberry32, normalSample } from "@/lib/experiments/statistics";
import { blockOf } from "@/lib/guards/block";
import { baselineWindows } from "@/lib/guards/defaults";
import { type ComparedMetric, detect } from "@/lib/guards/detect";
import { freshMemory } from "@/lib/guards/memory";
import { guardFields } from "@/lib/guards/schema";
import { advance } from "@/lib/guards/state";
import { capOf, edgesOf, type Score, SlidingSide } from "./sliding-side";

/** A metric of simulated traffic: a rate, or a mean of log-normal values, and its change with the new version. */
export type SimulatedMetric = { name: LiveMetric; rate?: number; drop?: number };

const rates = [0.9, 0.8, 0.85, 0.95, 0.7, 0.92];
/** Six rates and two log-normal means, as for a busy prompt. */
export const eightMetrics: readonly SimulatedMetric[] = [
  ...rates.map((rate, index): SimulatedMetric => ({ name: `scorer:m${index}`, rate })),
  { name: "latency" },
  { name: "cost" },
];

/** The first `of` metrics. The first `many` of them change by `drop`. */
export const changing = (of: number, many: number, drop: number): SimulatedMetric[] =>
  eightMetrics.slice(0, of).map((metric, index) => (index < many ? { ...metric, drop } : metric));

/** Pareto-distributed use: most users ask once, a few very often. */
export const paretoAnswers = (random: () => number): number => Math.min(500, (1 - random()) ** (-1 / 1.2));

export type Traffic = {
  seed: number;
  metrics: readonly SimulatedMetric[];
  /** The total number of scores of the new version. */
  scores: number;
  baselineScores?: number;
  /** The number of consecutive answers of the next user. Default: one. */
  answers?: (random: () => number) => number;
  /** Whether all answers of one user are equal. */
  isAlike?: boolean;
  /** The number of scores over which a drop grows linearly. 0: at once. */
  driftOver?: number;
  /** The number of new scores between two looks. Default: the guard's own rule. */
  block?: number;
};

/** The number of scores before the alert and before the rollback. Null: never. */
export type Played = { alertedAt: number | null; rolledBack: number | null };

/** Simulates traffic of a new version against the previous one, with the guard's own rule and state machine. */
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
  /** Generates scores one by one: users come in turn, each with all of their answers. */
  const source = (metric: SimulatedMetric, dropAt: (index: number) => number) => {
    let [user, left, value, answerCount] = [0, 0, 0, 0];
    return (): Score => {
      if (left === 0) {
        [user, left] = [nextUser++, Math.max(1, Math.round(answers(random)))];
        value = draw(metric, dropAt(answerCount));
      } else if (!isAlike) value = draw(metric, dropAt(answerCount));
      left--;
      answerCount++;
      return { user, value };
    };
  };
  const sides = metrics.map((metric) => {
    const before = source(metric, () => 0);
    const { drop = 0 } = metric;
    const now = source(metric, (index) => (driftOver > 0 ? drop * Math.min(1, index / driftOver) : drop));
    const old = Array.from({ length: Math.min(baselineScores, rules.window * baselineWindows) }, before);
    const facts = { isMean: metric.rate === undefined, edges: edgesOf(old) };
    const baseline = new SlidingSide(1, facts);
    for (const score of old) baseline.add(score);
    return { metric, now, baseline, current: new SlidingSide(2, facts) };
  });
  let memory = freshMemory(2);
  let [alertedAt, rolledBack]: (number | null)[] = [null, null];
  for (let n = 0; n < scores && rolledBack === null; ) {
    const size = block ?? blockOf(memory.findings, metrics[0]?.name ?? "thumbs");
    n += size;
    for (const { now, current } of sides) {
      for (let more = 0; more < size; more++) current.add(now());
      current.keepNewest(rules.window);
    }
    const compared = sides.map(({ metric, baseline, current }): ComparedMetric => {
      const cap = capOf([baseline, current]);
      const measured = { current: current.measure(cap), baseline: baseline.measure(cap) };
      return { metric: metric.name, label: metric.name, series: "plain", isConcurrent: false, ...measured };
    });
    const at = new Date(n * 1_000);
    const fresh = Object.fromEntries(metrics.map(({ name }) => [name, at.toISOString()]));
    const findings = detect(rules, compared, memory.findings);
    const step = advance(memory, { revision: 2, baselineVersion: 1, isConcurrent: false, findings, fresh }, true, at);
    memory = step.memory;
    if (step.alert !== null || step.isRollbackDue) alertedAt ??= n;
    if (step.isRollbackDue) rolledBack = n;
  }
  return { alertedAt: alertedAt ?? null, rolledBack: rolledBack ?? null };
}
