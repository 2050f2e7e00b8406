import { addUser, emptyArm } from "@/lib/experiments/arms";
import type { RatioMetric } from "@/lib/experiments/metrics";
import { bucketWidth, quantileTotals, userGroups } from "@/lib/experiments/rollup/quantiles";
import { capOf, stepOf, weightOf } from "@/lib/experiments/rollup/weights";
import { normalSample } from "@/lib/experiments/statistics";
import type { ArmTotals } from "@/lib/experiments/totals";

type Random = () => number;

/** Traffic in which the arms differ only in the number of users and in their frequency of use. */
export type World = {
  name: string;
  metric: RatioMetric;
  users: readonly [control: number, candidate: number];
  /** The number of answers of a user of an arm. */
  uses: (arm: 0 | 1, random: Random) => number;
  /** The value of one answer. `own` is a standard normal value that all answers of the user share. */
  value: (random: Random, own: number) => number;
};

type Made = { answers: number; v: number };

const poisson = (mean: number, random: Random) => {
  let [count, left] = [0, Math.exp(-mean)];
  for (let product = random(); product > left; product *= random()) count++;
  return count;
};

/** `always`: exactly `n` answers. `about`: Poisson-distributed with this mean, at least one. */
export const always = (n: number) => () => n;
const about = (mean: number) => (_: 0 | 1, random: Random) => 1 + poisson(mean - 1, random);
/** Pareto-distributed answers per user: the smaller the exponent, the larger the share of the heaviest users. */
const pareto = (exponent: number) => (_: 0 | 1, random: Random) =>
  Math.min(100_000, Math.floor((1 - random()) ** (-1 / exponent)));
const lognormalUses = (sigma: number) => (_: 0 | 1, random: Random) =>
  Math.max(1, Math.round(2 * Math.exp(sigma * normalSample(random))));

/** A success with this probability. `spread` is the variation between people, on the scale of the probability. */
export const rate = (chance: number, spread: number) => (random: Random, own: number) =>
  random() < Math.min(1, Math.max(0, chance + spread * own)) ? 1 : 0;
/** Log-normal costs, within and between people. */
const lognormal = (sigma: number) => (random: Random, own: number) =>
  0.002 * Math.exp(sigma * (0.6 * own + 0.8 * normalSample(random)));

/** Creates two arms of such users, summed as in the rollup: heavy users are capped. */
export function simulateArms({ metric, users, uses, value }: World, random: Random): [ArmTotals, ArmTotals] {
  const arms = ([0, 1] as const).map((arm) =>
    Array.from({ length: users[arm] }, (): Made => {
      const own = normalSample(random);
      const answers = uses(arm, random);
      let v = 0;
      for (let answer = 0; answer < answers; answer++) v += value(random, own);
      return { answers, v };
    }),
  );
  const cap = capOf(arms.flat().map(({ answers }) => ({ step: stepOf(answers), users: 1 })));
  const [control, candidate] = arms.map((made, index) => {
    const arm = emptyArm(index === 0 ? "control" : "candidate");
    for (const { answers, v } of made) {
      const weight = weightOf(answers, cap);
      addUser(arm, { [metric]: [answers * weight, v * weight] });
    }
    return arm;
  });
  return [control ?? emptyArm("control"), candidate ?? emptyArm("candidate")];
}

/** The numbers of users in the arms for each planned split. */
export const splits = {
  "50/50": [550, 550],
  "90/10": [4_500, 500],
} as const satisfies Record<string, World["users"]>;

const more = (n: number) => (arm: 0 | 1) => (arm === 0 ? 1 : n);
const uses: Record<string, World["uses"]> = {
  "1": always(1),
  "about 2 against 4": (arm, random) => about(arm === 0 ? 2 : 4)(arm, random),
  "1 against 5": more(5),
  "1 against 10": more(10),
  "5 against 1": (arm) => (arm === 0 ? 5 : 1),
  "Pareto 1.2": pareto(1.2),
  "log-normal": lognormalUses(1),
};
const valued: Record<string, Pick<World, "metric" | "value">> = {
  "rate 0.5 %": { metric: "violation_rate", value: rate(0.005, 0.003) },
  "rate 2 %": { metric: "violation_rate", value: rate(0.02, 0.01) },
  "rate 60 %": { metric: "completion", value: rate(0.6, 0.25) },
  "rate 95 %": { metric: "completion", value: rate(0.95, 0.06) },
  "cost σ 1.5": { metric: "cost", value: lognormal(1.5) },
  "cost σ 2": { metric: "cost", value: lognormal(2) },
};

/** Every kind of use with every kind of value, for which error levels must hold. */
export const worldsOf = (users: World["users"]): { use: string; value: string; world: World }[] =>
  Object.entries(uses).flatMap(([use, answers]) =>
    Object.entries(valued).map(([value, rest]) => ({
      use,
      value,
      world: { name: `${use}, ${value}`, users, uses: answers, ...rest },
    })),
  );

/** As `World`, with the times of answers in ms. */
export type TimedWorld = Pick<World, "name" | "users" | "uses"> & { time: World["value"] };

const bucketOf = (ms: number) => Math.max(0, Math.floor(Math.log(ms) / Math.log(1 + bucketWidth)));

/**
 * Creates two arms of such users, with the quantiles of their times as in the rollup: of a user, at most as many as the
 * cap.
 */
export function simulateTimes({ users, uses, time }: TimedWorld, random: Random): [ArmTotals, ArmTotals] {
  const answers = ([0, 1] as const).map((arm) => Array.from({ length: users[arm] }, () => uses(arm, random)));
  const cap = capOf(answers.flat().map((count) => ({ step: stepOf(count), users: 1 })));
  const make = (arm: 0 | 1): ArmTotals => {
    const counts = new Map<number, number>();
    for (const count of answers[arm] ?? []) {
      const [own, group] = [normalSample(random), Math.floor(userGroups * random())];
      for (let answer = Math.min(count, cap); answer > 0; answer--) {
        const cell = bucketOf(time(random, own)) * userGroups + group;
        counts.set(cell, (counts.get(cell) ?? 0) + 1);
      }
    }
    const cells = [...counts].map(([cell, count]) => ({
      group: cell % userGroups,
      bucket: Math.floor(cell / userGroups),
      count,
    }));
    const empty = emptyArm(arm === 0 ? "control" : "candidate");
    return { ...empty, users: users[arm], latencyMs: quantileTotals(cells, users[arm]) };
  };
  return [make(0), make(1)];
}

const varied = (sigma: number, random: Random, own: number) =>
  Math.exp(sigma * (0.6 * own + 0.8 * normalSample(random)));
/**
 * Times as applications report them. A cache that gives half of the answers, and one timeout in twenty, put a quantile
 * between two modes.
 */
const times: Record<string, TimedWorld["time"]> = {
  "log-normal": (random, own) => 800 * varied(0.6, random, own),
  "half from a cache": (random, own) => (random() < 0.5 + 0.1 * own ? 20 : 2_000) * varied(0.1, random, 0),
  "5 % timeouts": (random, own) => (random() < 0.05 ? 30_000 : 800 * varied(0.4, random, own)),
};

/** Every kind of use with every kind of times. */
export const timedWorldsOf = (users: World["users"]): { use: string; time: string; world: TimedWorld }[] =>
  Object.entries(uses).flatMap(([use, answers]) =>
    Object.entries(times).map(([name, time]) => ({
      use,
      time: name,
      world: { name: `${use}, ${name}`, users, uses: answers, time },
    })),
  );
