import { requiredPerVariant } from "@/lib/experiments/plan-rules";
import { compareMetric } from "@/lib/experiments/results/compare";
import { mulberry32, sequentialMismatch } from "@/lib/experiments/statistics";
import { abPlan } from "@/lib/testing/experiment-arms";
import {
  always,
  rate,
  simulateArms,
  simulateTimes,
  splits,
  type TimedWorld,
  timedWorldsOf,
  type World,
  worldsOf,
} from "@/lib/testing/simulated-arms";

const seed = 7;
/** The highest share of false alarms that is accepted at a nominal level of 5 %. */
const highestLevel = 0.065;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const shareOf = (count: number, isHit: (random: () => number) => boolean) => {
  const random = mulberry32(seed);
  let hits = 0;
  for (let run = 0; run < count; run++) if (isHit(random)) hits++;
  return hits / count;
};
const isClear = (world: World) => (random: () => number) => {
  const [control, candidate] = simulateArms(world, random);
  return compareMetric(world.metric, control, candidate, 0.95).p < 0.05;
};

/** The shares of runs in which p50 and p95 are called different. */
function quantileLevels(world: TimedWorld, runs: number): [p50: number, p95: number] {
  const random = mulberry32(seed);
  const called: [number, number] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const [control, candidate] = simulateTimes(world, random);
    if (compareMetric("latency_p50", control, candidate, 0.95).p < 0.05) called[0]++;
    if (compareMetric("latency_p95", control, candidate, 0.95).p < 0.05) called[1]++;
  }
  return [called[0] / runs, called[1] / runs];
}

/** Prints the levels of p50 and p95, and returns whether all hold. */
function simulateQuantiles(runs: number): boolean {
  let isHeld = true;
  const slack = 4 * Math.sqrt((0.05 * 0.95) / runs);
  for (const [split, users] of Object.entries(splits)) {
    const rows = timedWorldsOf(users);
    const columns = [...new Set(rows.map(({ time }) => time))].flatMap((name) => [`${name}: p50`, "p95"]);
    console.log(`| ${split}: answers per user | ${columns.join(" | ")} |\n|---|${"---:|".repeat(columns.length)}`);
    for (const use of new Set(rows.map((row) => row.use))) {
      const levels = rows.filter((row) => row.use === use).flatMap(({ world }) => quantileLevels(world, runs));
      if (levels.some((level) => level > Math.max(highestLevel, 0.05 + slack))) isHeld = false;
      console.log(`| ${use} | ${levels.map(percent).join(" | ")} |`);
    }
    console.log("");
  }
  return isHeld;
}

/**
 * Measures how often experiments are wrong without a difference, and how often they detect one, with the production
 * code for verdicts on realistic data. Throws if an error level is exceeded.
 */
export function simulateExperiments(scale = 1): void {
  const runs = Math.round(2_000 * scale);
  let isHeld = true;
  console.log(`A/A, ${runs} runs each, nominal level 5 %\n`);
  for (const [split, users] of Object.entries(splits)) {
    const rows = worldsOf(users);
    const columns = [...new Set(rows.map(({ value }) => value))];
    console.log(`| ${split}: answers per user | ${columns.join(" | ")} |\n|---|${"---:|".repeat(columns.length)}`);
    for (const use of new Set(rows.map((row) => row.use))) {
      const levels = rows.filter((row) => row.use === use).map(({ world }) => shareOf(runs, isClear(world)));
      // Four standard deviations of the count, so that false alarms are very rare.
      const slack = 4 * Math.sqrt((0.05 * 0.95) / runs);
      if (levels.some((level) => level > Math.max(highestLevel, 0.05 + slack))) isHeld = false;
      console.log(`| ${use} | ${levels.map(percent).join(" | ")} |`);
    }
    console.log("");
  }

  if (!simulateQuantiles(Math.round(runs / 4))) isHeld = false;

  const plan = abPlan({ power: 0.85 });
  const needed = requiredPerVariant(plan);
  const found = shareOf(runs, (random) => {
    const world = { name: "", metric: "completion", users: [needed, needed], uses: always(1) } as const;
    const [control] = simulateArms({ ...world, value: rate(0.7, 0) }, random);
    const [, candidate] = simulateArms({ ...world, value: rate(0.78, 0) }, random);
    return compareMetric("completion", control, candidate, 0.95).p < 0.05;
  });
  console.log(`70 to 78 % with the planned ${needed} users an arm (power 85 %): found in ${percent(found)}\n`);
  if (found < 0.83 - 4 * Math.sqrt((0.85 * 0.15) / runs)) isHeld = false;

  console.log("| Split check, read after every 50 users up to 20,000 | called a mismatch |\n|---|---:|");
  const looks = (share: number, planned: number, users: number) => (random: () => number) => {
    const seen: [number, number] = [0, 0];
    for (let user = 1; user <= users; user++) {
      seen[random() < share ? 0 : 1]++;
      if (user % 50 === 0 && sequentialMismatch(seen, [planned, 1 - planned]).mismatch) return true;
    }
    return false;
  };
  const fewer = Math.max(50, Math.round(runs / 4));
  for (const [name, share, planned, users] of [
    ["50/50 as planned", 0.5, 0.5, 20_000],
    ["90/10 as planned", 0.9, 0.9, 20_000],
    ["53/47 instead of 50/50, within 5,000 users", 0.53, 0.5, 5_000],
    ["54/46 instead of 50/50, within 5,000 users", 0.54, 0.5, 5_000],
  ] as const)
    console.log(`| ${name} | ${percent(shareOf(fewer, looks(share, planned, users)))} |`);

  if (!isHeld) throw new Error("A level or the power of experiments does not hold.");
}
