import { metrics } from "@/lib/experiments/metrics";
import { computeGuardrail } from "@/lib/experiments/results/guardrail";
import { mulberry32 } from "@/lib/experiments/statistics";
import { simulateArms, splits, type World, worldsOf } from "@/lib/testing/simulated-arms";

const seed = 11;
const alpha = 0.05;
/** One point for rates, 10 % for costs: the defaults of a plan. */
const margins = { rate: 0.01, mean: 0.1 } as const;

/** The world of a candidate that is worse by exactly the margin. */
function atMargin(world: World, value: string): World {
  const { worse } = metrics[world.metric];
  const chance = Number(/^rate ([\d.]+) %$/.exec(value)?.[1] ?? Number.NaN) / 100;
  if (Number.isNaN(chance)) return { ...world, value: (random, own) => (1 + margins.mean) * world.value(random, own) };
  const share = margins.rate / (worse === "higher" ? 1 - chance : chance);
  const from = worse === "higher" ? 0 : 1;
  return {
    ...world,
    value: (random, own) => {
      const drawn = world.value(random, own);
      return drawn === from && random() < share ? 1 - from : drawn;
    },
  };
}

/** The shares of runs in which a guardrail is called violated, and kept, although the change equals its margin. */
function levelsOf(world: World, value: string, runs: number): [worse: number, notWorse: number] {
  const random = mulberry32(seed);
  const kind = metrics[world.metric].kind === "rate" ? "rate" : "mean";
  const guardrail = { metric: world.metric, margin: margins[kind] };
  let [worse, notWorse] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const [control] = simulateArms(world, random);
    const [, candidate] = simulateArms(atMargin(world, value), random);
    const { reading } = computeGuardrail(guardrail, control, candidate, alpha);
    if (reading === "worse") worse++;
    if (reading === "not_worse") notWorse++;
  }
  return [worse / runs, notWorse / runs];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Prints both error rates of guardrails at their margin. Throws if one is far above its level. */
export function simulateGuardrails(scale = 1): void {
  const runs = Math.round(500 * scale);
  const most = 0.065 + 4 * Math.sqrt((alpha * (1 - alpha)) / runs);
  let isHeld = true;
  console.log(`Guardrails at their margin, ${runs} runs each, one-sided at 5 %: called violated / called kept\n`);
  for (const [split, users] of Object.entries(splits)) {
    const rows = worldsOf(users);
    const columns = [...new Set(rows.map(({ value }) => value))];
    console.log(`| ${split}: answers per user | ${columns.join(" | ")} |\n|---|${"---:|".repeat(columns.length)}`);
    for (const use of new Set(rows.map((row) => row.use))) {
      const levels = rows.filter((row) => row.use === use).map(({ world, value }) => levelsOf(world, value, runs));
      if (levels.flat().some((level) => level > most)) isHeld = false;
      console.log(`| ${use} | ${levels.map((both) => both.map(percent).join(" / ")).join(" | ")} |`);
    }
    console.log("");
  }
  if (!isHeld) throw new Error("A level of guardrails does not hold.");
}
