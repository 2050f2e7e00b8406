import { type UsageBucket, usageQuantile } from "@/lib/telemetry/usage-buckets";
import { listPriceOf, unpricedTokensOf } from "./list-prices";
import type { SummedDimension } from "./usage";
import type { UnpricedTokens, UsageGroup, UsageStepSums, UsageSums } from "./usage-views";
import { usersOf } from "./user-sketch";

/** Sums by the requested dimension and by model. The model's list price applies to tokens without a reported cost. */
export type SumRow = {
  isNow: boolean;
  prompt: string | null;
  version: number | null;
  model: string;
  environment: string | null;
  key: string | null;
  interactions: number;
  costUsd: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  uncostedInput: number;
  uncostedOutput: number;
  completed: number;
  failed: number;
};

/** Sums of one step in time. */
export type StepRow = Omit<SumRow, "isNow"> & { at: Date };

/** Latencies of a prompt, or of one of its versions. */
export type TimesRow = { prompt: string; version: number | null; buckets: number[]; counts: number[] };

/** The number of bits that the users of a group set in its sketch. */
export type UserBits = NamedColumns & { bits: number };
type NamedColumns = Pick<SumRow, "prompt" | "version" | "model" | "environment" | "key">;
/** The names of the groups of answers that name no model, no known key, and no user or session. */
export const noModel = "not said";
export const noKey = "not known";
export const noName = "not said";
const nameOf: Record<SummedDimension, (row: NamedColumns) => string> = {
  prompt: ({ prompt }) => prompt ?? "",
  version: ({ prompt, version }) => `${prompt} v${version}`,
  model: ({ model }) => model || noModel,
  environment: ({ environment }) => environment ?? "",
  key: ({ key }) => key ?? noKey,
};

/** Sums rows. Tokens without a reported cost are priced at list price. Pure. */
export function sumOf(rows: readonly Omit<SumRow, "isNow">[]): UsageSums {
  const sums = {
    interactions: 0,
    costUsd: 0,
    pricedUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
    cachedTokens: 0,
    completed: 0,
    failed: 0,
  };
  for (const row of rows) {
    const pricedUsd = listPriceOf(row);
    sums.interactions += row.interactions;
    sums.costUsd += row.costUsd + pricedUsd;
    sums.pricedUsd += pricedUsd;
    sums.inputTokens += row.inputTokens;
    sums.outputTokens += row.outputTokens;
    sums.cachedTokens += row.cachedTokens;
    sums.completed += row.completed;
    sums.failed += row.failed;
  }
  return sums;
}

/** Returns the tokens that no cost includes, and their models, most tokens first. Pure. */
export function unpricedOf(rows: readonly Omit<SumRow, "isNow">[]): UnpricedTokens {
  const tokensOf = new Map<string, number>();
  for (const row of rows) {
    const tokens = unpricedTokensOf(row);
    const model = row.model || noModel;
    if (tokens > 0) tokensOf.set(model, (tokensOf.get(model) ?? 0) + tokens);
  }
  const models = [...tokensOf].toSorted(([, a], [, b]) => b - a);
  return { tokens: models.reduce((sum, [, tokens]) => sum + tokens, 0), models: models.map(([model]) => model) };
}

function grouped<Row>(rows: readonly Row[], read: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const list = groups.get(read(row));
    if (list) list.push(row);
    else groups.set(read(row), [row]);
  }
  return groups;
}

type SummedRows = {
  now: readonly SumRow[];
  before: readonly SumRow[];
  times: readonly TimesRow[];
  users: readonly UserBits[];
};

/** Returns the groups of a dimension, each with its latency and its previous cost. Pure. */
export function groupBySums(by: SummedDimension, { now, before, times, users }: SummedRows): UsageGroup[] {
  const earlier = grouped(before, nameOf[by]);
  const bucketsOf = new Map(
    times.map(({ prompt, version, buckets, counts }): [string, UsageBucket[]] => [
      by === "prompt" ? prompt : `${prompt} v${version}`,
      buckets.map((bucket, place) => ({ bucket, count: counts[place] ?? 0 })),
    ]),
  );
  const bitsOf = new Map(users.map((row) => [nameOf[by](row), row.bits]));
  return [...grouped(now, nameOf[by])].map(([name, own]): UsageGroup => {
    const buckets = bucketsOf.get(name) ?? [];
    return {
      ...sumOf(own),
      name,
      users: usersOf(bitsOf.get(name) ?? 0),
      before: sumOf(earlier.get(name) ?? []).costUsd,
      p50: usageQuantile(buckets, 0.5),
      p95: usageQuantile(buckets, 0.95),
    };
  });
}

/** Users per step, counted in steps from `from`. */
type StepUsers = { from: Date; rows: readonly (UserBits & { at: Date })[] };

/** Returns the sums of each group per step, the oldest step first. Pure. */
export function groupSteps(by: SummedDimension, rows: readonly StepRow[], users: StepUsers | null): UsageStepSums[] {
  const keyOf = (row: NamedColumns & { at: Date }) => `${row.at.toISOString()} ${nameOf[by](row)}`;
  const bitsOf = new Map(users?.rows.map((row) => [keyOf(row), row.bits]));
  return [...grouped(rows, keyOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, own]) => {
      const [first] = own;
      if (!first) return [];
      const counted = users && first.at >= users.from ? usersOf(bitsOf.get(key) ?? 0) : null;
      return [{ ...sumOf(own), at: first.at.toISOString(), name: nameOf[by](first), users: counted }];
    });
}
