import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { LiveSide } from "@/lib/evaluation/online/types";
import { mulberry32, normalSample } from "@/lib/experiments/statistics";
import { type ComparedMetric, detect } from "@/lib/guards/detect";
import { freshMemory } from "@/lib/guards/memory";
import { baselineWindows, guardFields } from "@/lib/guards/schema";
import { advance } from "@/lib/guards/state";

/** A metric of simulated traffic: a rate, or a mean of times that are log-normal; how it changes with the new version. */
export type SimulatedMetric = { name: LiveMetric; rate?: number; drop?: number };

export type Traffic = {
  seed: number;
  metrics: readonly SimulatedMetric[];
  /** Scores of the new version in all, and between two checks. */
  scores: number;
  block?: number;
  baselineScores?: number;
  /** Answers of one user, all alike. */
  perUser?: number;
};

/** The newest values of a side, with their sums. */
class Window {
  private readonly values: Float64Array;
  private next = 0;
  private sum = 0;
  private squares = 0;
  count = 0;

  constructor(
    size: number,
    private readonly version: number,
    private readonly designEffect: number,
  ) {
    this.values = new Float64Array(size);
  }

  add(value: number): void {
    const old = this.count === this.values.length ? (this.values[this.next] ?? 0) : 0;
    this.count = Math.min(this.values.length, this.count + 1);
    this.values[this.next] = value;
    this.next = (this.next + 1) % this.values.length;
    this.sum += value - old;
    this.squares += value * value - old * old;
  }

  side(): LiveSide {
    const { count: n, version, designEffect } = this;
    const mean = n > 0 ? this.sum / n : 0;
    const sd = n > 1 ? Math.sqrt(Math.max(0, (this.squares - n * mean * mean) / (n - 1))) : 0;
    const passed = Math.round(this.sum);
    return { version, n, users: n / designEffect, passed, mean, sd, designEffect, invalid: 0, from: null, to: null };
  }
}

/**
 * Plays a new version's traffic against the version before it through the guard's own rule and state machine. Gives the
 * scores it took until people were told and until it would have gone back; null: never.
 */
export function playTraffic({ seed, metrics, scores, block = 20, baselineScores = 2_000, perUser = 1 }: Traffic): {
  told: number | null;
  rolledBack: number | null;
} {
  const random = mulberry32(seed);
  const worse = (name: LiveMetric) =>
    name === "latency" || name === "cost" ? ("higher" as const) : ("lower" as const);
  const rules = guardFields.parse({ metrics: metrics.map(({ name }) => ({ name, worse: worse(name) })) });
  const draw = ({ rate }: SimulatedMetric, drop: number) =>
    rate === undefined ? Math.exp(6 + 0.6 * normalSample(random)) * (1 + drop) : Number(random() < rate - drop);
  const fill = (into: Window, metric: SimulatedMetric, drop: number, count: number) => {
    for (let n = 0; n < count; n += perUser) {
      const value = draw(metric, drop);
      for (let again = 0; again < perUser; again++) into.add(value);
    }
  };
  const sides = metrics.map((metric) => {
    const before = new Window(rules.window * baselineWindows, 1, perUser);
    fill(before, metric, 0, baselineScores);
    return { metric, before: before.side(), now: new Window(rules.window, 2, perUser) };
  });
  let memory = freshMemory(2);
  let [told, rolledBack]: (number | null)[] = [null, null];
  for (let n = block; n <= scores && rolledBack === null; n += block) {
    for (const { metric, now } of sides) fill(now, metric, metric.drop ?? 0, block);
    if (n < rules.minimumPerSide) continue;
    const compared = sides.map(
      ({ metric, before, now }): ComparedMetric => ({
        metric: metric.name,
        label: metric.name,
        series: "plain",
        isConcurrent: false,
        current: now.side(),
        baseline: before,
      }),
    );
    const at = new Date(n * 1_000);
    const fresh = Object.fromEntries(metrics.map(({ name }) => [name, at.toISOString()]));
    const findings = detect(rules, compared);
    const step = advance(memory, { revision: 2, baselineVersion: 1, isConcurrent: false, findings, fresh }, true, at);
    memory = step.memory;
    if (step.tell !== null || step.isRollbackDue) told ??= n;
    if (step.isRollbackDue) rolledBack = n;
  }
  return { told: told ?? null, rolledBack: rolledBack ?? null };
}
