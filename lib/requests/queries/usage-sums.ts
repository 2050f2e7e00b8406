import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { monthTimes } from "../month-times";
import { endOfDay, startOfDay } from "../people-times";
import { isOfPeople, type SummedDimension, type UsageDimension } from "../usage";
import type { DayRow, SumRow, TimesRow } from "../usage-groups";

export type UsagePlace = { workspaceId: string; environmentIds: string[]; from: Date; to: Date };

/** What is summed by, beside the model, by whose price tokens without a cost are told. */
const columnsOf: Record<SummedDimension, readonly string[]> = {
  prompt: ["prompt_id"],
  version: ["prompt_id", "version"],
  model: [],
  environment: ["environment_id"],
  key: ["key_id"],
};
/** Columns that are null where nothing is summed by them. */
const orNull = { prompt_id: "uuid", version: "int", environment_id: "uuid", key_id: "uuid" };

const summed = Prisma.raw(`interactions, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens,
  uncosted_output_tokens, completed, failed`);

const startOfEarlier = ({ from, to }: UsagePlace) => new Date(2 * from.getTime() - to.getTime());

/** Sums of a time and of as long a time before it. Whole days are read as such; the days in which a time begins and ends, by hour. */
function usedIn(place: UsagePlace): Prisma.Sql {
  const { workspaceId, environmentIds, from, to } = place;
  const earlier = startOfEarlier(place);
  return Prisma.sql`(
    select prompt_id, environment_id, day as hour, version, model, key_id, ${summed} from usage_days
    where workspace_id = ${workspaceId}::uuid and environment_id = any(${environmentIds}::uuid[]) and (
      day >= ${earlier} and day <= ${from}::timestamptz - interval '1 day'
      or day >= ${from} and day <= ${to}::timestamptz - interval '1 day')
    union all
    select prompt_id, environment_id, hour, version, model, key_id, ${summed} from usage_hours
    where workspace_id = ${workspaceId}::uuid and environment_id = any(${environmentIds}::uuid[]) and (
      hour >= ${earlier} and hour < least(${endOfDay(earlier)}::timestamptz, ${to})
      or hour >= ${earlier} and hour >= ${startOfDay(from)} and hour < least(${endOfDay(from)}::timestamptz, ${to})
      or hour >= ${earlier} and hour >= ${startOfDay(to)} and hour < ${to}))`;
}

// Each statement groups by ids before it joins names: grouping by names takes three times as long.

/** Sums by a dimension and by model; by model alone for users and sessions. */
export function readSums(place: UsagePlace, by: UsageDimension): Promise<SumRow[]> {
  const { workspaceId, from } = place;
  const own = isOfPeople(by) ? [] : columnsOf[by];
  const columns = Object.entries(orNull).map(([name, type]) =>
    own.includes(name) ? name : `null::${type} as ${name}`,
  );
  return prisma().$queryRaw<SumRow[]>`
    select u."isNow", p.name as prompt, u.version, u.model, e.name as environment, k.name as key,
      u.interactions, u."costUsd", u."inputTokens", u."outputTokens", u."cachedTokens", u."uncostedInput",
      u."uncostedOutput", u.completed, u.failed
    from (
      select hour >= ${from} as "isNow", model, ${Prisma.raw(columns.join(", "))},
        sum(interactions::float8) as interactions, sum(cost_usd) as "costUsd",
        sum(input_tokens::float8) as "inputTokens", sum(output_tokens::float8) as "outputTokens",
        sum(cached_tokens::float8) as "cachedTokens", sum(uncosted_input_tokens::float8) as "uncostedInput",
        sum(uncosted_output_tokens::float8) as "uncostedOutput", sum(completed::float8) as completed,
        sum(failed::float8) as failed
      from ${usedIn(place)} u group by ${Prisma.raw(["1", "2", ...own].join(", "))}) u
    left join prompts p on p.id = u.prompt_id and p.workspace_id = ${workspaceId}::uuid
    left join environments e on e.id = u.environment_id and e.workspace_id = ${workspaceId}::uuid
    left join api_keys k on k.id = u.key_id and k.workspace_id = ${workspaceId}::uuid`;
}

/** Costs by day and prompt, and by model where tokens came without a cost. */
export function readDays(place: UsagePlace): Promise<DayRow[]> {
  const { workspaceId, from } = place;
  return prisma().$queryRaw<DayRow[]>`
    select u.day::text as day, p.name as prompt, u.model, u."costUsd", u."uncostedInput", u."uncostedOutput"
    from (
      select (hour at time zone 'UTC')::date as day, prompt_id,
        case when uncosted_input_tokens + uncosted_output_tokens = 0 then '' else model end as model,
        sum(cost_usd) as "costUsd", sum(uncosted_input_tokens::float8) as "uncostedInput", sum(uncosted_output_tokens::float8) as "uncostedOutput"
      from ${usedIn(place)} u where hour >= ${from} group by 1, 2, 3) u
    join prompts p on p.id = u.prompt_id and p.workspace_id = ${workspaceId}::uuid`;
}

/** Latencies by prompt or version, of whole days; kept by nothing else. Months are read as such, and days around them. */
export async function readTimes(place: UsagePlace, by: UsageDimension): Promise<TimesRow[]> {
  if (by !== "prompt" && by !== "version") return [];
  const { workspaceId, environmentIds } = place;
  const { from, firstMonth, lastMonth, to } = monthTimes(place);
  const version = Prisma.raw(by === "version" ? "version" : "null::int");
  const isOurs = Prisma.sql`workspace_id = ${workspaceId}::uuid and environment_id = any(${environmentIds}::uuid[])`;
  return prisma().$queryRaw<TimesRow[]>`
    select p.name as prompt, t.version, t.buckets, t.counts
    from (
      select prompt_id, version, array_agg(bucket::int) as buckets, array_agg(count) as counts
      from (
        select prompt_id, ${version} as version, bucket, sum(interactions::float8) as count
        from (
          select prompt_id, version, bucket, interactions from usage_time_months
          where ${isOurs} and month >= ${firstMonth}::date and month < ${lastMonth}::date
          union all
          select prompt_id, version, bucket, interactions from usage_times
          where ${isOurs} and (day >= ${from}::date and day < ${firstMonth}::date or day >= ${lastMonth}::date and day < ${to}::date)) u
        group by 1, 2, 3) b
      group by 1, 2) t
    join prompts p on p.id = t.prompt_id and p.workspace_id = ${workspaceId}::uuid`;
}
