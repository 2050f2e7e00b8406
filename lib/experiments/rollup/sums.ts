import { type RatioMetric, ratioMetrics } from "../metrics";
import { type ArmTotals, type RatioSums, useSpans } from "../totals";

/**
 * What each ratio metric is counted over and what is counted, as columns of experiment_units. Cost per finished task
 * spreads the cost of all answers, failed ones too, over the finished tasks.
 */
export const ratioColumns: Record<RatioMetric, { b: string; v: string }> = {
  completion: { b: "completions_known", v: "completions" },
  thumbs: { b: "thumbs_given", v: "thumbs_up" },
  stars: { b: "stars_given", v: "stars_sum" },
  edit_rate: { b: "interactions", v: "edits" },
  regeneration_rate: { b: "interactions", v: "regenerations" },
  refusal_rate: { b: "interactions", v: "refusals" },
  violation_rate: { b: "interactions", v: "violations" },
  cost: { b: "cost_count", v: "cost_sum_usd" },
  cost_per_completion: { b: "completions", v: "cost_sum_usd" },
};

const heads = [
  "users",
  "usersWithInteractions",
  "usersInTwoArms",
  "interactions",
  "latencyUsers",
  "ttftUsers",
] as const;
const ratioKeys = ["users", "usersWith", "b", "v", "bb", "vv", "bv"] as const satisfies (keyof RatioSums)[];

/** What experiment_units counts of a user; the columns are set together, from raw events. */
export const unitColumns = [
  ...(["is_in_two_arms", "interactions", "completions_known", "completions", "thumbs_given", "thumbs_up"] as const),
  ...(["stars_given", "stars_sum", "edits", "regenerations", "refusals", "violations", "latency_count"] as const),
  ...([
    "latency_sum_ms",
    "ttft_count",
    "ttft_sum_ms",
    "cost_count",
    "cost_sum_usd",
    "use_bases",
    "use_values",
  ] as const),
];

const square = (x: string, y: string) => `${x}::float8 * ${y}`;
const one = (condition: string) => `(${condition})::int`;

/** A ratio's part of a user, in the order of `ratioKeys`. */
const ratioExpressions = (b: string, v: string, counts: string) => [
  one(counts),
  one(`${v} > 0`),
  b,
  v,
  square(b, b),
  square(v, v),
  square(b, v),
];

/** One user's part in an arm's sums, as SQL numbers in the order of `readSums`; `row` is the alias of the unit. */
export function sumExpressions(row: string): string[] {
  const ratios = ratioMetrics.flatMap((metric) => {
    const b = `${row}.${ratioColumns[metric].b}`;
    const v = `${row}.${ratioColumns[metric].v}`;
    const counts = metric === "cost_per_completion" ? `${b} > 0 or ${v} > 0` : `${b} > 0`;
    return ratioExpressions(b, v, counts);
  });
  const uses = useSpans.flatMap((_, index) => {
    const [b, v] = ["use_bases", "use_values"].map((column) => `coalesce(${row}.${column}[${index + 1}], 0)`);
    return ratioExpressions(b ?? "", v ?? "", `${b} > 0 or ${v} > 0`);
  });
  return [
    "1",
    one(`${row}.interactions > 0`),
    one(`${row}.is_in_two_arms`),
    `${row}.interactions`,
    one(`${row}.latency_count > 0`),
    one(`${row}.ttft_count > 0`),
    ...ratios,
    ...uses,
  ];
}

/** Sums of one arm, of all days or of one. */
export type Sums = Pick<ArmTotals, "users" | "usersWithInteractions" | "usersInTwoArms" | "interactions" | "ratios"> & {
  latencyUsers: number;
  ttftUsers: number;
  /** Of the primary metric, by the user's n-th use: in the order of `useSpans`. */
  spans: RatioSums[];
};

/** Names the numbers that `sumExpressions` summed up. Pure. */
export function readSums(numbers: readonly number[]): Sums {
  const at = (index: number) => numbers[index] ?? 0;
  const [users, usersWithInteractions, usersInTwoArms, interactions, latencyUsers, ttftUsers] = heads.map((_, i) =>
    at(i),
  );
  const ratioAt = (place: number) =>
    Object.fromEntries(ratioKeys.map((key, i) => [key, at(heads.length + place * ratioKeys.length + i)])) as RatioSums;
  const ratios = ratioMetrics.map((metric, place) => [metric, ratioAt(place)]);
  return {
    users: users ?? 0,
    usersWithInteractions: usersWithInteractions ?? 0,
    usersInTwoArms: usersInTwoArms ?? 0,
    interactions: interactions ?? 0,
    latencyUsers: latencyUsers ?? 0,
    ttftUsers: ttftUsers ?? 0,
    ratios: Object.fromEntries(ratios) as Record<RatioMetric, RatioSums>,
    spans: useSpans.map((_, index) => ratioAt(ratioMetrics.length + index)),
  };
}

/** Adds up arms' numbers, place by place. Pure. */
export function addNumbers(rows: readonly (readonly number[])[]): number[] {
  const total: number[] = [];
  for (const row of rows) for (const [i, value] of row.entries()) total[i] = (total[i] ?? 0) + value;
  return total;
}
