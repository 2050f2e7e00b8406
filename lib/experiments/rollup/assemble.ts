import type { RatioMetric } from "../metrics";
import {
  type ArmTotals,
  type ExperimentTotals,
  type HeavyUser,
  type RatioSums,
  responseNames,
  type SegmentArm,
  type SumName,
  sumNames,
} from "../totals";
import { type Cell, quantileTotals } from "./quantiles";
import { addRatios, eachSum, type Heads, readDaySums, readSegmentSums, readSums, type StepSums } from "./sums";
import { capOf, mostOn, weightOf } from "./weights";

/** Sums of an arm's users with about this many answers (`step`, see weights). */
export type StepRow = { variant: string; step: number; sums: number[] };
/** Sums of an arm's users first exposed on a day (UTC, "2026-11-22"). */
export type DayRow = { variant: string; day: string; sums: number[] };
/** Sums of an arm's users in a segment with about this many answers. */
export type SegmentRow = StepRow & { attribute: string; value: string };
export type TimeCell = Cell & { variant: string; isTtft: boolean };
/** A user with very high values, with their own sums. */
export type HeavyRow = {
  variant: string;
  unitId: string;
  answers: number;
  sums: Partial<Record<SumName, readonly [b: number, v: number]>>;
};

type TotalsRows = {
  steps: readonly StepRow[];
  days: readonly DayRow[];
  segments: readonly SegmentRow[];
  cells: readonly TimeCell[];
  heavy: readonly HeavyRow[];
};

/** The ratio sums of a step. Users with more answers than the cap are reduced to it. */
function weighed({ whole, perAnswer }: StepSums["ratios"][SumName], step: number, cap: number): RatioSums {
  if (mostOn(step) <= cap) return whole;
  const { b, v, bb, vv, bv } = perAnswer;
  return { ...whole, b: cap * b, v: cap * v, bb: cap ** 2 * bb, vv: cap ** 2 * vv, bv: cap ** 2 * bv };
}

function toHeavyUser({ unitId, answers, sums }: HeavyRow, cap: number): HeavyUser {
  const weight = weightOf(answers, cap);
  const weighedSums = sumNames.flatMap((name) => {
    const [b, v] = sums[name] ?? [0, 0];
    return b > 0 || v > 0 ? [[name, [b * weight, v * weight]] as const] : [];
  });
  return { unitId, answers, weight, sums: Object.fromEntries(weighedSums) };
}

const usersOf = ({ step, sums }: { step: number; sums: StepSums }) => ({ step, users: sums.usersWithInteractions });

/** The cap of answers per user (see weights), from the sums of all arms. Pure. */
export const capOfSteps = (steps: readonly StepRow[]): number =>
  capOf(steps.map(({ step, sums }) => usersOf({ step, sums: readSums(sums) })));

/** Combines all stored sums of a phase to the totals of a snapshot. `cells` has no times past the cap. Pure. */
export function assembleTotals({ steps, days, segments, cells, heavy }: TotalsRows): ExperimentTotals {
  const read = steps.map(({ variant, step, sums }) => ({ variant, step, sums: readSums(sums) }));
  const cap = capOf(read.map(usersOf));
  const byUse: { variant: string; spans: RatioSums[] }[] = [];
  const arms = [...new Set(steps.map(({ variant }) => variant))].sort().map((variant): ArmTotals => {
    const own = read.filter((row) => row.variant === variant);
    const sum = (key: keyof Heads) => own.reduce((total, { sums }) => total + sums[key], 0);
    const ratios = eachSum((name) => addRatios(own.map(({ step, sums }) => weighed(sums.ratios[name], step, cap))));
    const cellsOf = (isTtft: boolean) => cells.filter((cell) => cell.variant === variant && cell.isTtft === isTtft);
    byUse.push({ variant, spans: spansOf(own.map(({ sums }) => sums.spans)) });
    return {
      variant,
      users: sum("users"),
      usersWithInteractions: sum("usersWithInteractions"),
      usersInTwoArms: sum("usersInTwoArms"),
      interactions: sum("interactions"),
      mature: { users: sum("matureUsers"), heard: sum("heardUsers") },
      usersEarly: sum("usersEarly"),
      ratios: pick(ratios, (name): name is RatioMetric => !isResponse(name)),
      responses: pick(ratios, isResponse),
      latencyMs: quantileTotals(cellsOf(false), sum("latencyUsers")),
      ttftMs: quantileTotals(cellsOf(true), sum("ttftUsers")),
      heavy: heavy.filter((user) => user.variant === variant).map((user) => toHeavyUser(user, cap)),
    };
  });
  const byExposureDay = [...new Set(days.map(({ day }) => day))].sort().map((day) => ({
    day,
    arms: days.filter((row) => row.day === day).map(({ variant, sums }) => ({ variant, ...readDaySums(sums) })),
  }));
  return { arms, cap, byExposureDay, byUse, bySegment: assembleSegments(segments, cap) };
}

function assembleSegments(rows: readonly SegmentRow[], cap: number): NonNullable<ExperimentTotals["bySegment"]> {
  const found = new Map<string, Map<string, Map<string, SegmentArm>>>();
  for (const { variant, attribute, value, step, sums } of rows) {
    const values = found.get(attribute) ?? new Map<string, Map<string, SegmentArm>>();
    const arms = values.get(value) ?? new Map<string, SegmentArm>();
    const { users, interactions, ...primary } = readSegmentSums(sums);
    const known = arms.get(variant) ?? { variant, users: 0, interactions: 0, primary: addRatios([]) };
    arms.set(variant, {
      variant,
      users: known.users + users,
      interactions: known.interactions + interactions,
      primary: addRatios([known.primary, weighed(primary, step, cap)]),
    });
    found.set(attribute, values.set(value, arms));
  }
  return [...found].flatMap(([attribute, values]) =>
    [...values].flatMap(([value, arms]) => {
      const own = [...arms.values()].filter(({ users }) => users > 0);
      return own.length > 0 ? [{ attribute, value, arms: own }] : [];
    }),
  );
}

const isResponse = (name: SumName): name is (typeof responseNames)[number] =>
  (responseNames as readonly SumName[]).includes(name);

const pick = <Name extends SumName>(all: Record<SumName, RatioSums>, isWanted: (name: SumName) => name is Name) =>
  Object.fromEntries(sumNames.filter(isWanted).map((name) => [name, all[name]])) as Record<Name, RatioSums>;

const spansOf = (all: readonly RatioSums[][]) =>
  (all[0] ?? []).map((_, index) => addRatios(all.flatMap((spans) => spans[index] ?? [])));
