import { dayMs } from "@/lib/core/milliseconds";
import { isFeedbackMetric, type LiveMetric, plainSeries, scorerOf } from "@/lib/evaluation/online/metrics";
import { seriesOf } from "@/lib/evaluation/online/series";
import { mulberry32 } from "@/lib/experiments/statistics";
import type { DemoDeployment } from "./places";
import type { Talk } from "./talks";

/** The score that one scorer, judge or person gave to one interaction. */
type DemoScore = {
  metric: LiveMetric;
  series: string;
  /** Null if a judge gave no verdict. */
  value: number | null;
  passed: boolean | null;
  explanation: string;
  costUsd: number;
};
export type DemoSample = {
  id: string;
  version: number;
  user: string;
  session: string;
  at: number;
  scores: DemoScore[];
  talk: Talk;
  isGood: boolean;
};

const hex = (random: () => number, digits: number) =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");

/** Returns a UUIDv7 of an instant (ms). */
export function idAt(at: number, random: () => number): string {
  const time = Math.floor(at).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`;
}

export type LiveMove = { at: number; version: number };

/** Returns the version that was live at an instant, from the releases to production, oldest first. */
const liveAt = (moves: readonly LiveMove[], at: number) => moves.findLast((move) => move.at <= at)?.version;

/**
 * Returns when interactions were sampled (ms), oldest first: at a constant rate, and a new version's first ones at
 * once.
 */
function instants(
  { perDay, atOnce = 0, sinceDaysAgo }: DemoDeployment,
  moves: readonly LiveMove[],
  now: number,
  random: () => number,
) {
  const stepMs = dayMs / perDay;
  const steady = Array.from(
    { length: Math.floor(sinceDaysAgo * perDay) },
    (_, index) => now - 60_000 - (index + random()) * stepMs,
  );
  const newest = moves.filter(
    ({ at, version }, index) => atOnce > 0 && at > now - 5 * dayMs && version > (moves[index - 1]?.version ?? 0),
  );
  const first = newest.flatMap(({ at }) =>
    Array.from({ length: atOnce }, (_, index) => at + 4_000 * (index + random())),
  );
  return [...steady, ...first].toSorted((a, b) => a - b);
}

// Irrational steps do not repeat, so every run of answers contains about the same share of ones as the whole.
const strides = [0.618_034, 0.414_214, 0.732_051, 0.645_751];
const waveMs = 1.7 * dayMs;

/**
 * Generates ones at a version's share, spread evenly with a small daily variation. Random values could change the
 * outcome from start to start.
 */
class Ones {
  readonly #counts = new Map<string, number>();

  next(
    version: number,
    metric: LiveMetric,
    { share, place, at }: { share: number; place: number; at: number },
  ): boolean {
    const key = `${version} ${metric}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    const wave = 0.06 * Math.min(share, 1 - share) * Math.sin((2 * Math.PI * at) / waveMs + place);
    return (count * (strides[place % strides.length] ?? 0)) % 1 < share + wave;
  }
}

const steps = { good: [1, 1, 1, 0.75], bad: [0, 0.25, 0.25, 0.5] } as const;

/** Returns all scored interactions of a deployment until now. Only their times depend on the clock. */
export function samplesOf(place: DemoDeployment, moves: readonly LiveMove[], now: number): DemoSample[] {
  const random = mulberry32(place.seed);
  const ones = new Ones();
  // A separate random source, so that session names do not change the scores.
  const sessions = mulberry32(place.seed + 1_000);
  const nameOf = (metric: LiveMetric) => place.scorers.find(({ id }) => id === scorerOf(metric));
  return instants(place, moves, now, random).flatMap((at): DemoSample[] => {
    const version = liveAt(moves, at);
    const behaviour = version === undefined ? undefined : place.behaviours[version];
    if (version === undefined || !behaviour) return [];
    const judge = place.judges?.findLast(({ sinceDaysAgo }) => at >= now - sinceDaysAgo * dayMs);
    const talk = place.talks[Math.floor(random() * place.talks.length)] as Talk;
    let isGood = true;
    const scores = (Object.entries(behaviour) as [LiveMetric, number][]).flatMap(
      ([metric, share], index): DemoScore[] => {
        if (isFeedbackMetric(metric) && random() >= 0.13) return [];
        // People mostly agree with the main scorer: 90 % give a thumbs-up to a good answer, 20 % to a bad one.
        const isOne =
          metric === "thumbs"
            ? random() < (isGood ? 0.9 : 0.2)
            : ones.next(version, metric, { share, place: index, at: at - now });
        const scorer = nameOf(metric);
        if (!scorer) {
          const isLowerBetter = metric === "edit_rate";
          return [
            {
              metric,
              series: plainSeries,
              value: isOne ? 1 : 0,
              passed: isOne !== isLowerBetter,
              explanation: "",
              costUsd: 0,
            },
          ];
        }
        const isJudge = scorer.type === "judge";
        const isMain = scorer === place.scorers[0];
        if (isMain) isGood = isOne;
        const by = isJudge && judge ? judge : null;
        const series = seriesOf({ version: 1 }, by);
        const costUsd = by ? by.costUsd : 0;
        if (isJudge && random() < 0.008)
          return [
            {
              metric,
              series,
              value: null,
              passed: null,
              explanation: "The judge answered without a score, twice.",
              costUsd,
            },
          ];
        const list = steps[isOne ? "good" : "bad"];
        const value = isJudge ? (list[Math.floor(random() * list.length)] as number) : isOne ? 1 : 0;
        const explanation = isMain ? talk[isOne ? "good" : "bad"][1] : isOne ? "" : "Longer than it may be.";
        return [{ metric, series, value, passed: isOne, explanation, costUsd }];
      },
    );
    const user = `shopper_${String(Math.floor(random() * 9_000)).padStart(5, "0")}`;
    const session = `s_${hex(sessions, 6)}`;
    return [{ id: idAt(at, random), version, user, session, at: Math.floor(at), scores, talk, isGood }];
  });
}

/** Adds earlier answers of the same session, asked one to two minutes before and not sampled for scoring. */
export function withEarlierTurns({ seed, talks }: DemoDeployment, samples: readonly DemoSample[]): DemoSample[] {
  const random = mulberry32(seed + 2_000);
  return samples.flatMap((sample) => {
    const turns = Math.max(0, Math.floor(random() * 5) - 2);
    const earlier = Array.from({ length: turns }, (_, index): DemoSample => {
      const at = Math.floor(sample.at - (turns - index) * (50_000 + random() * 70_000));
      const talk = talks[Math.floor(random() * talks.length)] as Talk;
      return { ...sample, id: idAt(at, random), at, talk, isGood: true, scores: [] };
    });
    return [...earlier, sample];
  });
}
