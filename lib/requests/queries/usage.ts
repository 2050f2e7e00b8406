import type { Actor } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { type UsageBucket, usageQuantile } from "@/lib/telemetry/usage-buckets";
import { listPriceOf } from "../list-prices";
import { endOfDay, startOfDay } from "../people-times";
import { isOfPeople, type PeopleDimension, type UsageDimension } from "../usage";
import type { UsageDay, UsageGroup, UsageSums, UsageView } from "../usage-views";
import { sumPeople } from "./usage-people";

export type UsageFilter = { from: string; to: string; by: UsageDimension; environment?: string | undefined };

/** Sums by the dimension that is asked for and by model. */
type SumRow = {
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

type DayRow = {
  day: string;
  prompt: string;
  model: string;
  costUsd: number;
  uncostedInput: number;
  uncostedOutput: number;
};

type SummedDimension = Exclude<UsageDimension, PeopleDimension>;

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

function sumOf(rows: readonly SumRow[]): UsageSums {
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

const nameOf: Record<
  SummedDimension,
  (row: Pick<SumRow, "prompt" | "version" | "model" | "environment" | "key">) => string
> = {
  prompt: ({ prompt }) => prompt ?? "",
  version: ({ prompt, version }) => `${prompt} v${version}`,
  model: ({ model }) => model || "not said",
  environment: ({ environment }) => environment ?? "",
  key: ({ key }) => key ?? "not known",
};

function grouped<Row>(rows: readonly Row[], read: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const list = groups.get(read(row));
    if (list) list.push(row);
    else groups.set(read(row), [row]);
  }
  return groups;
}

type Times = readonly (UsageBucket & { prompt: string; version: number })[];

function groupBySums(
  by: SummedDimension,
  now: readonly SumRow[],
  before: readonly SumRow[],
  times: Times,
): UsageGroup[] {
  const read = nameOf[by];
  const earlierGroups = grouped(before, read);
  const buckets = grouped(times, ({ prompt, version }) => (by === "prompt" ? prompt : `${prompt} v${version}`));
  return [...grouped(now, read)].map(
    ([name, own]): UsageGroup => ({
      ...sumOf(own),
      name,
      before: sumOf(earlierGroups.get(name) ?? []).costUsd,
      p50: usageQuantile(buckets.get(name) ?? [], 0.5),
      p95: usageQuantile(buckets.get(name) ?? [], 0.95),
    }),
  );
}

const summed = `interactions, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens,
  uncosted_output_tokens, completed, failed`;

type UsagePlace = { workspaceId: string; environmentIds: string[]; from: Date; to: Date };

async function groupByPeople(place: UsagePlace, by: PeopleDimension) {
  const { groups, people } = await sumPeople({ ...place, by });
  return { people, groups: groups.map((group): UsageGroup => ({ ...group, before: null, p50: null, p95: null })) };
}

/** What was used in a time, and in as long a time before it: from sums by hour, so that it costs the same with any number. */
export async function getUsage(actor: Actor, { from, to, by, environment }: UsageFilter): Promise<UsageView> {
  const needed = isOfPeople(by) ? "interaction:read" : "prompt:read";
  authorize(actor, needed);
  const { workspaceId } = actor;
  const all = await prisma().environment.findMany({
    where: { workspaceId, ...(environment && environmentCalled(environment)) },
    select: { id: true, name: true, isProtected: true },
  });
  if (environment && all.length === 0) throw notFound(`The environment ${environment}`);
  const ids = all.filter((one) => can(actor, needed, one)).map(({ id }) => id);
  const [start, end] = [new Date(from), new Date(to)];
  const earlier = new Date(2 * start.getTime() - end.getTime());
  const own = isOfPeople(by) ? [] : columnsOf[by];
  const columns = Object.entries(orNull).map(([name, type]) =>
    own.includes(name) ? name : `null::${type} as ${name}`,
  );
  const isTimed = by === "prompt" || by === "version";
  // Whole days are read as such; the days in which a time begins and ends, by hour.
  const used = Prisma.sql`(
    select prompt_id, environment_id, day as hour, version, model, key_id, ${Prisma.raw(summed)} from usage_days
    where workspace_id = ${workspaceId}::uuid and environment_id = any(${ids}::uuid[]) and (
      day >= ${earlier} and day <= ${start}::timestamptz - interval '1 day'
      or day >= ${start} and day <= ${end}::timestamptz - interval '1 day')
    union all
    select prompt_id, environment_id, hour, version, model, key_id, ${Prisma.raw(summed)} from usage_hours
    where workspace_id = ${workspaceId}::uuid and environment_id = any(${ids}::uuid[]) and (
      hour >= ${earlier} and hour < least(${endOfDay(earlier)}::timestamptz, ${end})
      or hour >= ${earlier} and hour >= ${startOfDay(start)} and hour < least(${endOfDay(start)}::timestamptz, ${end})
      or hour >= ${earlier} and hour >= ${startOfDay(end)} and hour < ${end}))`;
  // Grouped by ids before the names are joined: a third of the processor time of grouping by names.
  const place = { workspaceId, environmentIds: ids, from: start, to: end };
  const [rows, dayRows, times, ofPeople] = await Promise.all([
    prisma().$queryRaw<SumRow[]>`
      select u."isNow", p.name as prompt, u.version, u.model, e.name as environment, k.name as key,
        u.interactions, u."costUsd", u."inputTokens", u."outputTokens", u."cachedTokens", u."uncostedInput",
        u."uncostedOutput", u.completed, u.failed
      from (
        select hour >= ${start} as "isNow", model, ${Prisma.raw(columns.join(", "))},
          sum(interactions::float8) as interactions, sum(cost_usd) as "costUsd",
          sum(input_tokens::float8) as "inputTokens", sum(output_tokens::float8) as "outputTokens",
          sum(cached_tokens::float8) as "cachedTokens", sum(uncosted_input_tokens::float8) as "uncostedInput",
          sum(uncosted_output_tokens::float8) as "uncostedOutput", sum(completed::float8) as completed,
          sum(failed::float8) as failed
        from ${used} u group by ${Prisma.raw(["1", "2", ...own].join(", "))}) u
      left join prompts p on p.id = u.prompt_id and p.workspace_id = ${workspaceId}::uuid
      left join environments e on e.id = u.environment_id and e.workspace_id = ${workspaceId}::uuid
      left join api_keys k on k.id = u.key_id and k.workspace_id = ${workspaceId}::uuid`,
    prisma().$queryRaw<DayRow[]>`
      select u.day::text as day, p.name as prompt, u.model, u."costUsd", u."uncostedInput", u."uncostedOutput"
      from (
        select (hour at time zone 'UTC')::date as day, prompt_id, model, sum(cost_usd) as "costUsd",
          sum(uncosted_input_tokens::float8) as "uncostedInput", sum(uncosted_output_tokens::float8) as "uncostedOutput"
        from ${used} u where hour >= ${start} group by 1, 2, 3) u
      join prompts p on p.id = u.prompt_id and p.workspace_id = ${workspaceId}::uuid`,
    isTimed
      ? prisma().$queryRaw<Times>`
      select p.name as prompt, t.version, t.bucket::int as bucket, sum(t.interactions)::float8 as count
      from usage_times t join prompts p on p.id = t.prompt_id and p.workspace_id = t.workspace_id
      where t.workspace_id = ${workspaceId}::uuid and t.environment_id = any(${ids}::uuid[])
        and t.day >= (${start}::timestamptz at time zone 'UTC')::date and t.day <= (${end}::timestamptz at time zone 'UTC')::date
      group by 1, 2, 3`
      : [],
    isOfPeople(by) ? groupByPeople(place, by) : null,
  ]);
  const sumsOf = (isNow: boolean) => rows.filter((row) => row.isNow === isNow);
  const [now, before] = [sumsOf(true), sumsOf(false)];
  const summedGroups = isOfPeople(by) ? [] : groupBySums(by, now, before, times);
  const { groups, people } = ofPeople ?? { groups: summedGroups, people: null };
  const costs = new Map<string, UsageDay>();
  for (const { day, prompt, ...row } of dayRows) {
    const key = `${day}\n${prompt}`;
    const costUsd = (costs.get(key)?.costUsd ?? 0) + row.costUsd + listPriceOf(row);
    costs.set(key, { day, prompt, costUsd });
  }
  return {
    from,
    to,
    now: sumOf(now),
    before: sumOf(before),
    groups: groups.toSorted((a, b) => b.costUsd - a.costUsd || b.interactions - a.interactions),
    people,
    days: [...costs.values()].toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
  };
}
