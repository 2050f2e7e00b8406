import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { peopleTimes, startOfHour } from "../people-times";
import { timeParts } from "../time-parts";
import type { PeopleDimension } from "../usage";
import { noName } from "../usage-groups";
import type { CountedPeople, UsageSums } from "../usage-views";
import type { UsagePlace } from "./usage-sums";

type PeopleGroup = UsageSums & { name: string };
type PeopleQuery = UsagePlace & { by: PeopleDimension };

const mostListed = 100;
/** Hours that ended less than this ago may not be counted yet. */
const settledMs = 2 * 3_600_000;

const sumNames = [
  "interactions",
  "costUsd",
  "pricedUsd",
  "inputTokens",
  "outputTokens",
  "cachedTokens",
  "completed",
  "failed",
] as const;
type PeopleRow = PeopleGroup &
  Record<`all_${(typeof sumNames)[number]}`, number> & { names: number; missed: number | null };

// The row of all others together has no name. Its `cut_usd` is the upper bound on the cost of each of them. Sums of
// floats take half the time of sums of integers, which PostgreSQL adds as `numeric`.
const text = `with g as materialized (
    select name, sum(interactions::float8) as "interactions", sum(cost_usd) as "costUsd", sum(priced_usd) as "pricedUsd",
      sum(input_tokens::float8) as "inputTokens", sum(output_tokens::float8) as "outputTokens",
      sum(cached_tokens::float8) as "cachedTokens", sum(completed::float8) as "completed", sum(failed::float8) as "failed",
      sum(cut_usd) as cut
    from usage_people
    where workspace_id = $1::uuid and environment_id = any($2::uuid[]) and is_session = $3
      and (hours = 24 and at >= $5 and at < $6 or hours = 1 and (at >= $4 and at < $5 or at >= $6 and at < $7))
    group by name)
  select coalesce(g.name, '') as name, ${sumNames.map((name) => `g."${name}"`).join(", ")}, a.* from (
    select count(name)::int as names, max(cut) filter (where name is null) as missed,
      ${sumNames.map((name) => `sum("${name}") as "all_${name}"`).join(", ")} from g) a
  cross join (select * from g where name is not null
    order by "costUsd" desc, "interactions" desc, name limit ${mostListed}) g
  order by "costUsd" desc, "interactions" desc, name`;

// Finds the newest hour that is not counted. Whole months are compared first, then the days of those that differ and
// the days around them, then the hours of the days that differ. An hour is never counted with more than it has, so
// equal sums mean that every hour is counted. Hours are read by index, the newest first, with one row per counted hour.
const countedText = `with months as (
    select m.month as from_at, m.month + interval '1 month' as to_at from (
      select month, sum(interactions) as interactions from usage_months
      where workspace_id = $1::uuid and month >= $3 and month < $4 group by month) m
    left join (
      select date_trunc('month', hour, 'UTC') as month, sum(interactions) as interactions from usage_people_hours
      where workspace_id = $1::uuid and hour >= $3 and hour < $4 group by 1) c on c.month = m.month
    where c.interactions is distinct from m.interactions),
  days as (
    select d.day from (
      select from_at, to_at from months union all select * from unnest($5::timestamptz[], $6::timestamptz[])) r
    cross join lateral (
      select day, sum(interactions) as interactions from usage_days
      where workspace_id = $1::uuid and day >= r.from_at and day < r.to_at group by day) d
    left join lateral (
      select sum(interactions) as interactions from usage_people_hours
      where workspace_id = $1::uuid and hour >= d.day and hour < d.day + interval '1 day') c on true
    where c.interactions is distinct from d.interactions),
  times as (
    select day as from_at, day + interval '1 day' as to_at from days
    union all select * from unnest($7::timestamptz[], $8::timestamptz[]))
  select max(hour) + interval '1 hour' as "from" from times t cross join lateral (
    with recursive h as (
      select t.to_at as hour, false as is_missing
      union all
      select n.hour, not exists (
          select from usage_people_hours c where c.workspace_id = $1::uuid and c.hour = n.hour)
        and exists (
          select from usage_hours u where u.workspace_id = $1::uuid and u.hour = n.hour and u.environment_id = any($2::uuid[]))
      from h cross join lateral (
        select hour from usage_hours u where u.workspace_id = $1::uuid and u.hour < h.hour and u.hour >= t.from_at
        order by u.hour desc limit 1) n
      where not h.is_missing)
    select hour from h where is_missing) m`;

/**
 * Returns the end of the newest hour in the range whose users are not counted, or the start of the range if all are.
 */
export async function findCounted({ workspaceId, environmentIds, from, to }: UsagePlace): Promise<Date> {
  const settled = new Date(databaseNow().getTime() - settledMs);
  const end = to < settled ? to : settled;
  const { months, days, hours } = timeParts({ from: startOfHour(from), to: end });
  const [month] = months;
  const [row] = await prisma().$queryRawUnsafe<[{ from: Date | null }]>(
    countedText,
    workspaceId,
    environmentIds,
    month?.from ?? end,
    month?.to ?? end,
    days.map((range) => range.from),
    days.map((range) => range.to),
    hours.map((range) => range.from),
    hours.map((range) => range.to),
  );
  return row.from && row.from > from ? row.from : from;
}

/** Returns the cost of users or sessions: the costliest of each hour and day, and the others together. */
export async function sumPeople(
  query: PeopleQuery,
  counted: Date,
): Promise<{ people: CountedPeople; groups: PeopleGroup[] }> {
  const { from, firstDay, lastDay, to } = peopleTimes({ from: counted, to: query.to }, databaseNow());
  const rows = await prisma().$queryRawUnsafe<PeopleRow[]>(
    text,
    query.workspaceId,
    query.environmentIds,
    query.by === "session",
    from,
    firstDay,
    lastDay,
    to,
  );
  const [first] = rows;
  const sums = Object.fromEntries(sumNames.map((name) => [name, first?.[`all_${name}`] ?? 0])) as UsageSums;
  const groups = rows.map(({ name, names: _, missed: __, ...row }) => ({
    ...(Object.fromEntries(sumNames.map((sum) => [sum, row[sum]])) as UsageSums),
    name: name || noName,
  }));
  const isWhole = (first?.missed ?? null) === null;
  const others = isWhole ? (first?.names ?? 0) - rows.length : null;
  return { people: { from: counted.toISOString(), sums, others, missedUsd: first?.missed ?? 0 }, groups };
}
