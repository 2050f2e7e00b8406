/** Each bucket is 10 % wider than the one before. A quantile is off by at most 5 %. */
const growth = 1.1;
/** The last bucket ends at one day in ms. The first bucket includes everything below 1 ms. */
const lastBucket = Math.ceil(Math.log(86_400_000) / Math.log(growth));

/** The bucket of a duration in ms, as SQL. */
export const usageBucketSql = (ms: string) =>
  `least(${lastBucket}, greatest(0, floor(ln(greatest(${ms}, 1)) / ln(${growth}))))::smallint`;

export type UsageBucket = { bucket: number; count: number };

/**
 * Returns the duration in ms at the quantile `share`, or null without any. Values within a bucket are assumed to be
 * spread evenly on a logarithmic scale. Pure.
 */
export function usageQuantile(buckets: readonly UsageBucket[], share: number): number | null {
  const sorted = buckets.filter(({ count }) => count > 0).toSorted((a, b) => a.bucket - b.bucket);
  const all = sorted.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  const position = Math.min(1, Math.max(0, share)) * all;
  let before = 0;
  for (const { bucket, count } of sorted) {
    if (before + count >= position) return growth ** (bucket + (position - before) / count);
    before += count;
  }
  return growth ** ((sorted.at(-1)?.bucket ?? 0) + 1);
}
