import type { SegmentSides } from "@/lib/evaluation/online/queries/segment-sides";
import { emptySide } from "@/lib/evaluation/online/sums";
import { mulberry32, normalSample } from "@/lib/experiments/statistics";
import type { MetricFinding } from "@/lib/guards/findings";
import { guardFields } from "@/lib/guards/schema";
import { detectSegments, type SegmentLook, segmentWindow } from "@/lib/guards/segments";
import { eightMetrics, type SimulatedMetric } from "./guard-traffic";
import { edgesOf, SlidingSide } from "./sliding-side";

type Shares = readonly (readonly [value: string, share: number])[];

/** Three attributes with 18 values. The rarest has one user in a hundred; German has one in twenty. */
const attributes: Readonly<Record<string, Shares>> = {
  language: [
    ["en", 0.7],
    ["fr", 0.1],
    ["es", 0.1],
    ["de", 0.05],
    ["it", 0.05],
  ],
  plan: [
    ["free", 0.6],
    ["pro", 0.3],
    ["team", 0.1],
  ],
  country: [
    ["us", 0.5],
    ["gb", 0.15],
    ["fr", 0.1],
    ["mx", 0.08],
    ["de", 0.05],
    ["it", 0.04],
    ["ca", 0.03],
    ["at", 0.02],
    ["ch", 0.02],
    ["be", 0.01],
  ],
};

export type SegmentTraffic = {
  seed: number;
  /** The number of scores of the new version per metric. */
  scores: number;
  baselineScores?: number;
  /** The drop of the first metric for German users. */
  drop?: number;
  /** The number of new scores between two looks. */
  block: number;
};

/** The alerts during the traffic: after how many scores the German segment was reported, and which others were. */
export type PlayedSegments = { german: number | null; others: string[] };

type SegmentScore = { value: number; segments: readonly string[] };

/** The newest scores of one metric by segment, as the query for guards returns them. */
class SegmentedSide {
  readonly sides = new Map<string, SlidingSide>();
  readonly #entries: SegmentScore[] = [];
  readonly #counts = new Map<string, number>();
  #users = 0;

  constructor(
    readonly version: number,
    readonly facts: ConstructorParameters<typeof SlidingSide>[1],
    readonly window: number,
  ) {}

  get read(): number {
    return this.#entries.length;
  }

  add(entry: SegmentScore): void {
    this.#entries.push(entry);
    for (const key of entry.segments) {
      const side = this.sides.get(key) ?? new SlidingSide(this.version, this.facts);
      this.sides.set(key, side);
      side.add({ user: this.#users, value: entry.value });
      this.#count(key, 1);
    }
    this.#users++;
    const gone = this.#entries.length > this.window ? this.#entries.shift() : undefined;
    for (const key of gone?.segments ?? []) this.sides.get(key)?.keepNewest(this.#count(key, -1));
  }

  #count(key: string, by: number): number {
    const count = (this.#counts.get(key) ?? 0) + by;
    this.#counts.set(key, count);
    return count;
  }
}

/** Simulates traffic of a new version, one score per user, against the rule that watches segments. Seeded. */
export function playSegments({
  seed,
  scores,
  baselineScores = 5_000,
  drop = 0,
  block,
}: SegmentTraffic): PlayedSegments {
  const random = mulberry32(seed);
  const rules = guardFields.parse({
    metrics: eightMetrics.map(({ name, rate }) => ({ name, worse: rate === undefined ? "higher" : "lower" })),
  });
  const pick = (shares: Shares): string => {
    const drawn = random();
    let below = 0;
    for (const [value, share] of shares) {
      below += share;
      if (drawn < below) return value;
    }
    return shares[0]?.[0] ?? "";
  };
  const entry = ({ rate }: SimulatedMetric, less: number): SegmentScore => {
    const segments = Object.entries(attributes).map(([attribute, shares]) => `${attribute}:${pick(shares)}`);
    const fallen = segments.includes("language:de") ? less : 0;
    const value = rate === undefined ? Math.exp(6 + 0.6 * normalSample(random)) : Number(random() < rate - fallen);
    return { value, segments };
  };
  const window = segmentWindow(rules);
  const played = eightMetrics.map((metric, index) => {
    const old = Array.from({ length: Math.min(window, baselineScores) }, () => entry(metric, 0));
    const facts = {
      isMean: metric.rate === undefined,
      edges: edgesOf(old.map(({ value }, user) => ({ user, value }))),
    };
    const [baseline, current] = [new SegmentedSide(1, facts, window), new SegmentedSide(2, facts, window)];
    for (const one of old) baseline.add(one);
    return { metric, baseline, current, less: index === 0 ? drop : 0 };
  });
  const whole = eightMetrics.map(({ name }) => ({ metric: name, label: name, reading: "same" }) as MetricFinding);
  let milestones: SegmentLook["milestones"] = {};
  const others = new Set<string>();
  let german: number | null = null;
  for (let n = block; n <= scores; n += block) {
    for (const { metric, current, less } of played)
      for (let more = 0; more < block; more++) current.add(entry(metric, less));
    const sides = played.flatMap(({ metric, baseline, current }) =>
      [...current.sides].map(([key, side]): SegmentSides => {
        const [attribute = "", value = ""] = key.split(":");
        const before = baseline.sides.get(key)?.measure(Number.POSITIVE_INFINITY) ?? emptySide(1);
        const now = side.measure(Number.POSITIVE_INFINITY);
        return { metric: metric.name, attribute, value, read: current.read, current: now, baseline: before };
      }),
    );
    const look = detectSegments(rules, sides, { whole, milestones });
    milestones = look.milestones;
    for (const { attribute, value, metric } of look.findings)
      if (attribute === "language" && value === "de" && metric === eightMetrics[0]?.name) german ??= n;
      else others.add(`${metric} ${attribute}:${value}`);
  }
  return { german, others: [...others] };
}
