/** Buckets grow by 10 %: a quantile is off by 5 % at most. */
const growth = 1.1;
/** Up to a day in ms, with what is below 1 ms in the first. */
const lastBucket = Math.ceil(Math.log(86_400_000) / Math.log(growth));

/** The bucket of a time in ms, as SQL. */
export const usageBucketSql = (ms: string) =>
  `least(${lastBucket}, greatest(0, floor(ln(greatest(${ms}, 1)) / ln(${growth}))))::smallint`;

export type UsageBucket = { bucket: number; count: number };

/** The time in ms below which a share of them lies; null for none. Within a bucket they are taken as spread evenly by ratio. Pure. */
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
