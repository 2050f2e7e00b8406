import { bucketSql } from "./quantiles";
import { stepSql } from "./weights";

/** Above every bucket. */
const codes = 1_000;

/** A time as one number, as SQL: its bucket, and the step of its place among the times of its user. */
export const timeCode = (ms: string, place: string): string => `(${stepSql(place)} * ${codes} + ${bucketSql(ms)})`;

/** Adds the rows of `times` to a table of histograms with this key. Several rows may have the same bucket. */
const addedTo = (table: string, key: string, times: string) => `
  insert into ${table} (workspace_id, ${key}, buckets, counts)
  select workspace_id, ${key}, array_agg(bucket), array_agg(1::bigint)
  from ${times} t group by workspace_id, ${key}
  on conflict (${key}) do update set (buckets, counts) = (
    select array_agg(bucket), array_agg(n) from (
      select bucket, sum(count)::bigint as n
      from unnest(${table}.buckets || excluded.buckets, ${table}.counts || excluded.counts) b (bucket, count)
      group by 1) summed)`;

const key = "experiment_id, phase, variant, is_ttft, user_group";

/**
 * CTEs that add times to the histograms. `rows` has workspace_id, the columns of `key`, and `code` (`timeCode`). Times
 * after a user's tenth are also stored by their step, because the cap of answers per user is known only when a snapshot
 * is written.
 */
export const timesText = (rows: string): string => `
  new_times as (select *, (code % ${codes})::smallint as bucket, (code / ${codes})::smallint as step from ${rows} coded),
  all_times as (${addedTo("experiment_histograms", key, "new_times")}),
  later_times as (${addedTo("experiment_later_times", `${key}, step`, "(select * from new_times where step > 0)")})`;

/**
 * The histograms of a phase without the times past a cap, as rows of variant, is_ttft, user_group, bucket and count.
 */
export const cappedTimesSql = ({ phase, capStep }: { phase: string; capStep: string }): string => `
  select variant, is_ttft, user_group, bucket, sum(count)::bigint as count from (
    select h.variant, h.is_ttft, h.user_group, b.bucket, b.count
    from experiment_histograms h cross join lateral unnest(h.buckets, h.counts) b (bucket, count)
    where ${phase}
    union all
    select variant, is_ttft, user_group, bucket, count from experiment_times where ${phase}
    union all
    select l.variant, l.is_ttft, l.user_group, b.bucket, -b.count
    from experiment_later_times l cross join lateral unnest(l.buckets, l.counts) b (bucket, count)
    where ${phase} and l.step > ${capStep}) every_time
  group by 1, 2, 3, 4 having sum(count) > 0`;
