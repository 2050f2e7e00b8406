import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { endOfDay, startOfDay } from "../people-times";
import { type TimeParts, type TimeRange, timeParts } from "../time-parts";
import { isOfPeople, type SummedDimension, type UsageDimension } from "../usage";
import type { StepRow, SumRow, TimesRow } from "../usage-groups";
import type { UsageStep } from "../usage-steps";

export type UsagePlace = { workspaceId: string; environmentIds: string[]; from: Date; to: Date };

/** The columns of each dimension. Sums are also grouped by model, because the list price of tokens depends on it. */
export const columnsOf: Record<SummedDimension, readonly string[]> = {
  prompt: ["prompt_id"],
  version: ["prompt_id", "version"],
  model: [],
  environment: ["environment_id"],
  key: ["key_id"],
};
/** Columns that are null unless they are grouped by. */
const orNull = { prompt_id: "uuid", version: "int", environment_id: "uuid", key_id: "uuid" };

const summed = Prisma.raw(`interactions, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens,
  uncosted_output_tokens, completed, failed`);

export const isOurs = ({ workspaceId, environmentIds }: UsagePlace) =>
  Prisma.sql`workspace_id = ${workspaceId}::uuid and environment_id = any(${environmentIds}::uuid[])`;

/** The condition that a column lies in one of several ranges. */
export function isWithin(column: string, ranges: readonly TimeRange[], type: "timestamptz" | "date"): Prisma.Sql {
  if (ranges.length === 0) return Prisma.sql`false`;
  const [name, cast] = [Prisma.raw(column), Prisma.raw(`::${type}`)];
  const within = ranges.map(
    ({ from, to }) => Prisma.sql`${name} >= ${from.toISOString()}${cast} and ${name} < ${to.toISOString()}${cast}`,
  );
  return Prisma.sql`(${Prisma.join(within, " or ")})`;
}

/** Selects the sums that make up a time range, each with the start of its month, day or hour. */
function usedIn(place: UsagePlace, { months, days, hours }: TimeParts): Prisma.Sql {
  const read = (unit: "month" | "day" | "hour", ranges: readonly TimeRange[]) => Prisma.sql`
    select ${Prisma.raw(unit)} as at, prompt_id, environment_id, version, model, key_id, ${summed}
    from ${Prisma.raw(`usage_${unit}s`)} where ${isOurs(place)} and ${isWithin(unit, ranges, "timestamptz")}`;
  return Prisma.join([read("month", months), read("day", days), read("hour", hours)], " union all ");
}

const sumsText = Prisma.raw(`sum(interactions::float8) as interactions, sum(cost_usd) as "costUsd",
  sum(input_tokens::float8) as "inputTokens", sum(output_tokens::float8) as "outputTokens",
  sum(cached_tokens::float8) as "cachedTokens", sum(uncosted_input_tokens::float8) as "uncostedInput",
  sum(uncosted_output_tokens::float8) as "uncostedOutput", sum(completed::float8) as completed,
  sum(failed::float8) as failed`);

/** The model where tokens without a reported cost are priced by it, else nothing. */
const pricedModel = Prisma.raw("case when uncosted_input_tokens + uncosted_output_tokens = 0 then '' else model end");

/** The columns of a dimension; the others are null. */
function groupedColumns(by: UsageDimension): Prisma.Sql {
  const own = isOfPeople(by) ? [] : columnsOf[by];
  const columns = Object.entries(orNull).map(([name, type]) =>
    own.includes(name) ? name : `null::${type} as ${name}`,
  );
  return Prisma.raw(columns.join(", "));
}

export const withNames = ({ workspaceId }: UsagePlace) => Prisma.sql`
  left join prompts p on p.id = u.prompt_id and p.workspace_id = ${workspaceId}::uuid
  left join environments e on e.id = u.environment_id and e.workspace_id = ${workspaceId}::uuid
  left join api_keys k on k.id = u.key_id and k.workspace_id = ${workspaceId}::uuid`;

// Each statement groups by ids before it joins names. Grouping by names takes three times as long.

/**
 * Sums by a dimension and by model, for a time range and the preceding range of the same length. For users and
 * sessions, by model only.
 */
export function readSums(place: UsagePlace, by: UsageDimension): Promise<SumRow[]> {
  const { from, to } = place;
  const earlier = { from: new Date(2 * from.getTime() - to.getTime()), to: from };
  const own = isOfPeople(by) ? [] : columnsOf[by];
  return prisma().$queryRaw<SumRow[]>`
    select u."isNow", p.name as prompt, u.version, u.model, e.name as environment, k.name as key,
      u.interactions, u."costUsd", u."inputTokens", u."outputTokens", u."cachedTokens", u."uncostedInput",
      u."uncostedOutput", u.completed, u.failed
    from (
      select "isNow", model, ${groupedColumns(by)}, ${sumsText}
      from (
        select true as "isNow", * from (${usedIn(place, timeParts({ from, to }))}) now
        union all
        select false, * from (${usedIn(place, timeParts(earlier))}) before) u
      group by ${Prisma.raw(["1", "2", ...own].join(", "))}) u
    ${withNames(place)}`;
}

/** The start of the step of `at`. For steps of one length, `date_bin` takes a third of the time of `date_trunc`. */
const stepOf = (step: UsageStep) =>
  Prisma.raw(
    step === "month"
      ? "date_trunc('month', at, 'UTC')"
      : `date_bin('1 ${step}', at, timestamptz '2001-01-01 00:00:00+00')`, // a Monday
  );

/** Sums by step in time, by a dimension and by model. By hour, only hours are read. */
export function readSteps(place: UsagePlace, by: SummedDimension, step: UsageStep): Promise<StepRow[]> {
  const parts = timeParts(place);
  const { months, days, hours } = parts;
  const read =
    step === "month"
      ? parts
      : step === "hour"
        ? { months: [], days: [], hours: [...hours, ...days, ...months] }
        : { months: [], days: [...days, ...months], hours };
  return prisma().$queryRaw<StepRow[]>`
    select u.at, p.name as prompt, u.version, u.model, e.name as environment, k.name as key,
      u.interactions, u."costUsd", u."inputTokens", u."outputTokens", u."cachedTokens", u."uncostedInput",
      u."uncostedOutput", u.completed, u.failed
    from (
      select ${stepOf(step)} as at,
        ${by === "model" ? Prisma.raw("model") : pricedModel} as model, ${groupedColumns(by)}, ${sumsText}
      from (${usedIn(place, read)}) u
      group by ${Prisma.raw(["1", "2", ...columnsOf[by]].join(", "))}) u
    ${withNames(place)}`;
}

/** Latencies by prompt or version. They are stored by day, so every day that the range touches counts as a whole. */
export async function readTimes(place: UsagePlace, by: UsageDimension): Promise<TimesRow[]> {
  if (by !== "prompt" && by !== "version") return [];
  const { months, days } = timeParts({ from: startOfDay(place.from), to: endOfDay(place.to) });
  const version = Prisma.raw(by === "version" ? "version" : "null::int");
  return prisma().$queryRaw<TimesRow[]>`
    select p.name as prompt, t.version, t.buckets, t.counts
    from (
      select prompt_id, version, array_agg(bucket::int) as buckets, array_agg(count) as counts
      from (
        select prompt_id, ${version} as version, bucket, sum(interactions::float8) as count
        from (
          select prompt_id, version, bucket, interactions from usage_time_months
          where ${isOurs(place)} and ${isWithin("month", months, "date")}
          union all
          select prompt_id, version, bucket, interactions from usage_times
          where ${isOurs(place)} and ${isWithin("day", days, "date")}) u
        group by 1, 2, 3) b
      group by 1, 2) t
    join prompts p on p.id = t.prompt_id and p.workspace_id = ${place.workspaceId}::uuid`;
}
