import { type Interval, tQuantile } from "../statistics";
import type { QuantileTotals } from "../totals";

/**
 * The number of random groups of users. A standard error from 64 groups has itself an error of 1/√(2·63), about 9 %.
 */
export const userGroups = 64;
/** The growth of the buckets. With 2 %, a quantile has an error of at most 1 %. */
export const bucketWidth = 0.02;
const growth = 1 + bucketWidth;
/** Up to one day in ms. The first bucket contains everything below 1 ms. */
const lastBucket = Math.ceil(Math.log(86_400_000) / Math.log(growth));

/** The bucket of a time in ms, as SQL. */
export const bucketSql = (ms: string) =>
  `least(${lastBucket}, greatest(0, floor(ln(greatest(${ms}, 1)) / ln(${growth}))))::smallint`;
/** The group of a user, as SQL. Uses another hash than the assignment of variants. */
export const groupSql = (user: string) =>
  `mod(hashtextextended(${user}, 7) & 9223372036854775807, ${userGroups})::smallint`;

/**
 * The numbers of standard errors for which a snapshot stores the interval of a quantile. Between two modes of the
 * times, such as cached and computed answers, the interval is wide on one side and jumps, so one number cannot describe
 * it.
 */
export const boundErrors = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4] as const;

/** The geometric middle of a bucket, in ms. */
const middleOf = (bucket: number) => growth ** (bucket + 0.5);

/** The number of values of a group of users in a bucket. */
export type Cell = { group: number; bucket: number; count: number };

type Histogram = { count: number; buckets: number[]; cumulative: number[] };

function quantileOf({ count, buckets, cumulative }: Histogram, share: number): number {
  const position = Math.min(1, Math.max(0, share)) * count;
  const place = cumulative.findIndex((until) => until >= position && until > 0);
  const at = place === -1 ? cumulative.length - 1 : place;
  const bucket = buckets[at] ?? 0;
  const before = cumulative[at - 1] ?? 0;
  const inside = (cumulative[at] ?? 0) - before || 1;
  // Values are assumed to be spread evenly within a bucket, on a logarithmic scale.
  return growth ** (bucket + Math.min(1, Math.max(0, (position - before) / inside)));
}

/**
 * p50 and p95 with standard errors that account for correlated answers of the same user. The share of values below the
 * quantile is a ratio of sums over random groups of whole users, which gives its variance. The quantiles of that share
 * ± k standard errors are its interval (Woodruff 1952), and the width for k = 1.96 gives the standard error. Pure.
 */
export function quantileTotals(cells: readonly Cell[], users: number): QuantileTotals | null {
  const byBucket = new Map<number, number>();
  for (const { bucket, count } of cells) byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + count);
  const buckets = [...byBucket.keys()].sort((a, b) => a - b);
  const cumulative: number[] = [];
  let count = 0;
  for (const bucket of buckets) {
    count += byBucket.get(bucket) ?? 0;
    cumulative.push(count);
  }
  if (count === 0) return null;
  const histogram = { count, buckets, cumulative };
  const read = (share: number) => {
    const value = quantileOf(histogram, share);
    return { value, ...errorsOf(cells, histogram, { share, value }) };
  };
  const [p50, p95] = [read(0.5), read(0.95)];
  return {
    count,
    users,
    p50: p50.value,
    p50StandardError: p50.standardError,
    p50Bounds: p50.bounds,
    p95: p95.value,
    p95StandardError: p95.standardError,
    p95Bounds: p95.bounds,
    effectiveGroups: effectiveGroupsOf(cells),
  };
}

/** The effective number of groups from which the values come: 1 if one user has nearly all. */
function effectiveGroupsOf(cells: readonly Cell[]): number {
  const groups = new Map<number, number>();
  for (const { group, count } of cells) groups.set(group, (groups.get(group) ?? 0) + count);
  const counts = [...groups.values()];
  return counts.reduce((sum, n) => sum + n, 0) ** 2 / counts.reduce((sum, n) => sum + n ** 2, 0);
}

type Errors = { standardError: number; bounds: Interval[] };

/** Returns 0 and no bounds if fewer than two groups have values, because the error is unknown. */
function errorsOf(cells: readonly Cell[], histogram: Histogram, at: { share: number; value: number }): Errors {
  const groups = new Map<number, { all: number; below: number }>();
  for (const { group, bucket, count } of cells) {
    const sums = groups.get(group) ?? { all: 0, below: 0 };
    sums.all += count;
    if (middleOf(bucket) <= at.value) sums.below += count;
    groups.set(group, sums);
  }
  const { size } = groups;
  if (size < 2) return { standardError: 0, bounds: [] };
  const { count } = histogram;
  const below = [...groups.values()].reduce((sum, each) => sum + each.below, 0) / count;
  const squares = [...groups.values()].reduce((sum, each) => sum + (each.below - below * each.all) ** 2, 0);
  // If a few users have many of the values, few groups count, and the variance itself is uncertain.
  const caution = tQuantile(0.975, Math.max(1, effectiveGroupsOf(cells) - 1)) / 1.96;
  const ofShare = (caution * Math.sqrt((size / (size - 1)) * squares)) / count;
  const boundsAt = (errors: number): Interval => [
    quantileOf(histogram, at.share - errors * ofShare),
    quantileOf(histogram, at.share + errors * ofShare),
  ];
  const [low, high] = boundsAt(1.96);
  return { standardError: (high - low) / (2 * 1.96), bounds: ofShare > 0 ? boundErrors.map(boundsAt) : [] };
}
