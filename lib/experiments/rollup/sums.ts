import { type RatioSums, type SumName, sumNames, useSpans } from "../totals";

/**
 * The base and the value of each ratio metric, as columns of experiment_units. Cost per finished task distributes the
 * cost of all answers, including failed ones, over the finished tasks.
 */
export const ratioColumns: Record<SumName, { b: string; v: string }> = {
  completion: { b: "completions_known", v: "completions" },
  thumbs: { b: "thumbs_given", v: "thumbs_up" },
  stars: { b: "stars_given", v: "stars_sum" },
  edit_rate: { b: "edits_base", v: "edits" },
  regeneration_rate: { b: "regenerations_base", v: "regenerations" },
  refusal_rate: { b: "interactions", v: "refusals" },
  violation_rate: { b: "interactions", v: "violations" },
  cost: { b: "cost_count", v: "cost_sum_usd" },
  cost_per_completion: { b: "completions", v: "completion_cost_usd" },
  thumbs_response: { b: "thumbs_base", v: "thumbs_given" },
  stars_response: { b: "stars_base", v: "stars_given" },
};

const heads = [
  "users",
  "usersWithInteractions",
  "usersInTwoArms",
  "interactions",
  "latencyUsers",
  "ttftUsers",
  "matureUsers",
  "heardUsers",
  "usersEarly",
] as const;
const ratioKeys = ["users", "usersWith", "b", "v", "bb", "vv", "bv"] as const satisfies (keyof RatioSums)[];
/**
 * The same sums divided by the user's number of answers. Multiplied by the cap, they are the contribution of a heavy
 * user.
 */
const shareKeys = ["b", "v", "bb", "vv", "bv"] as const satisfies (keyof RatioSums)[];

/** The counts of a user in experiment_units. All columns are computed together from raw events. */
export const unitColumns = [
  "is_in_two_arms",
  "is_mature",
  "is_heard",
  "is_early",
  "interactions",
  "completions_known",
  "completions",
  "completion_cost_usd",
  "thumbs_base",
  "thumbs_given",
  "thumbs_up",
  "stars_base",
  "stars_given",
  "stars_sum",
  "edits_base",
  "edits",
  "regenerations_base",
  "regenerations",
  "refusals",
  "violations",
  "latency_count",
  "latency_sum_ms",
  "ttft_count",
  "ttft_sum_ms",
  "cost_count",
  "cost_sum_usd",
  "use_bases",
  "use_values",
] as const;

const square = (x: string, y: string) => `${x}::float8 * ${y}`;
const one = (condition: string) => `(${condition})::int`;

/** A user's contribution to a ratio, in the order of `ratioKeys`. */
const ratioExpressions = (b: string, v: string, counts: string) => [
  one(counts),
  one(`${v} > 0`),
  b,
  v,
  square(b, b),
  square(v, v),
  square(b, v),
];

/** One number of an arm's sums: a user's contribution, and the condition on users; null means all. */
type SumExpression = { sql: string; when: string | null };
const ofAll = (sql: string): SumExpression => ({ sql, when: null });

/** A user's contributions to an arm's sums, in the order of `readSums`. `row` is the alias of the unit. */
function sumExpressions(row: string): SumExpression[] {
  const answers = `${row}.interactions`;
  const ratios = sumNames.flatMap((name) => {
    const b = `${row}.${ratioColumns[name].b}`;
    const v = `${row}.${ratioColumns[name].v}`;
    const counts = name === "cost_per_completion" ? `${b} > 0 or ${v} > 0` : `${b} > 0`;
    const shares = [b, v, square(b, b), square(v, v), square(b, v)].map((sql, place): SumExpression => {
      const by = place < 2 ? `${answers}` : `(${answers}::float8 * ${answers})`;
      return { sql: `${sql}::float8 / ${by}`, when: `${row}.step > 0` };
    });
    return [...ratioExpressions(b, v, counts).map(ofAll), ...shares];
  });
  const uses = useSpans.flatMap((_, index) => {
    const [b, v] = ["use_bases", "use_values"].map((column) => `coalesce(${row}.${column}[${index + 1}], 0)`);
    return ratioExpressions(b ?? "", v ?? "", `${b} > 0 or ${v} > 0`).map(ofAll);
  });
  const counted = [
    "1",
    one(`${answers} > 0`),
    one(`${row}.is_in_two_arms`),
    answers,
    one(`${row}.latency_count > 0`),
    one(`${row}.ttft_count > 0`),
    one(`${row}.is_mature`),
    one(`${row}.is_mature and ${row}.is_heard`),
    one(`${row}.is_early`),
  ];
  return [...counted.map(ofAll), ...ratios, ...uses];
}

/** The contributions of a user to the sums by day: users, interactions and the primary metric. */
function dayExpressions(row: string): SumExpression[] {
  const whole = (column: string) =>
    `(${useSpans.map((_, index) => `coalesce(${row}.${column}[${index + 1}], 0)`).join(" + ")})`;
  const [b, v] = [whole("use_bases"), whole("use_values")];
  return ["1", `${row}.interactions`, ...ratioExpressions(b, v, `${b} > 0 or ${v} > 0`)].map(ofAll);
}

/** The contributions of a user to the sums by segment, with the values that apply the arm's weights. */
function segmentExpressions(row: string): SumExpression[] {
  const whole = dayExpressions(row);
  const answers = `${row}.interactions::float8`;
  const shares = whole.slice(-shareKeys.length).map(({ sql }, place): SumExpression => {
    const by = place < 2 ? answers : `(${answers} * ${answers})`;
    return { sql: `(${sql})::float8 / ${by}`, when: `${row}.step > 0` };
  });
  return [...whole, ...shares];
}

const arrayOf = (expressions: readonly SumExpression[], sign: string) =>
  `array[${expressions
    .map(({ sql, when }) =>
      when === null
        ? `sum(${sign}(${sql})::float8)`
        : `coalesce(sum(${sign}(${sql})::float8) filter (where ${when}), 0)`,
    )
    .join(", ")}]`;

/** SQL array of the sums over rows of units with their `step`. `sign` is prepended to each contribution. */
export const sumsSql = (row: string, sign = ""): string => arrayOf(sumExpressions(row), sign);
export const daySumsSql = (row: string, sign = ""): string => arrayOf(dayExpressions(row), sign);

export const segmentSumsSql = (row: string, sign = ""): string => arrayOf(segmentExpressions(row), sign);

export type Heads = Record<(typeof heads)[number], number>;
type PerAnswer = Omit<RatioSums, "users" | "usersWith">;
/** Sums of one arm's users in one step. */
export type StepSums = Heads & {
  ratios: Record<SumName, { whole: RatioSums; perAnswer: PerAnswer }>;
  /** The primary metric by the user's n-th use, in the order of `useSpans`. */
  spans: RatioSums[];
};

/** Converts the array of `sumsSql` to named sums. Pure. */
export function readSums(numbers: readonly number[]): StepSums {
  let place = 0;
  const read = <Key extends string>(keys: readonly Key[]) =>
    Object.fromEntries(keys.map((key) => [key, numbers[place++] ?? 0])) as Record<Key, number>;
  const counted = read(heads);
  const ratios = Object.fromEntries(
    sumNames.map((name) => [name, { whole: read(ratioKeys), perAnswer: read(shareKeys) }]),
  ) as StepSums["ratios"];
  return { ...counted, ratios, spans: useSpans.map(() => read(ratioKeys)) };
}

/** Converts the array of `daySumsSql` to named sums. Pure. */
export function readDaySums([users = 0, interactions = 0, ...rest]: readonly number[]) {
  const primary = Object.fromEntries(ratioKeys.map((key, place) => [key, rest[place] ?? 0])) as RatioSums;
  return { users, interactions, primary };
}

/** Converts the array of `segmentSumsSql` to named sums. Pure. */
export function readSegmentSums(numbers: readonly number[]) {
  const { users, interactions, primary: whole } = readDaySums(numbers);
  const from = 2 + ratioKeys.length;
  const perAnswer = Object.fromEntries(shareKeys.map((key, place) => [key, numbers[from + place] ?? 0])) as PerAnswer;
  return { users, interactions, whole, perAnswer };
}

/** Adds ratio sums key by key. Pure. */
export function addRatios(all: readonly RatioSums[]): RatioSums {
  const total: RatioSums = { users: 0, usersWith: 0, b: 0, v: 0, bb: 0, vv: 0, bv: 0 };
  for (const sums of all) for (const key of ratioKeys) total[key] += sums[key];
  return total;
}

/** The value of `pick` for each metric with sums. Pure. */
export const eachSum = <T>(pick: (name: SumName) => T): Record<SumName, T> =>
  Object.fromEntries(sumNames.map((name) => [name, pick(name)])) as Record<SumName, T>;
