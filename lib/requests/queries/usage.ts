import type { Actor } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { type UsageBucket, usageQuantile } from "@/lib/telemetry/usage-buckets";
import { listPriceOf } from "../list-prices";
import { endOfDay, startOfDay } from "../people-times";
import { isOfPeople, type PeopleDimension, type UsageDimension } from "../usage";
import type { UsageDay, UsageGroup, UsageSums, UsageView } from "../usage-views";
import { sumPeople } from "./usage-people";

export type UsageFilter = { from: string; to: string; by: UsageDimension; environment?: string | undefined };

type SumRow = {
  day: string;
  isNow: boolean;
  prompt: string;
  version: number;
  model: string;
  environment: string;
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
  Exclude<UsageDimension, PeopleDimension>,
  (row: Pick<SumRow, "prompt" | "version" | "model" | "environment" | "key">) => string
> = {
  prompt: ({ prompt }) => prompt,
  version: ({ prompt, version }) => `${prompt} v${version}`,
  model: ({ model }) => model || "not said",
  environment: ({ environment }) => environment,
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
  by: Exclude<UsageDimension, PeopleDimension>,
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
  const isTimed = by === "prompt" || by === "version";
  // Whole days are read as such; the days in which a time begins and ends, by hour.
  // Grouped by ids before the names are joined: a third of the processor time of grouping by names.
  const [rows, times] = await Promise.all([
    prisma().$queryRaw<SumRow[]>`
      select u.day::text as day, u."isNow", p.name as prompt, u.version, u.model, e.name as environment, k.name as key,
        u.interactions, u."costUsd", u."inputTokens", u."outputTokens", u."cachedTokens", u."uncostedInput",
        u."uncostedOutput", u.completed, u.failed
      from (
        select (hour at time zone 'UTC')::date as day, hour >= ${start} as "isNow", workspace_id, prompt_id, version, model,
          environment_id, key_id, sum(interactions::float8) as interactions, sum(cost_usd) as "costUsd",
          sum(input_tokens::float8) as "inputTokens", sum(output_tokens::float8) as "outputTokens",
          sum(cached_tokens::float8) as "cachedTokens", sum(uncosted_input_tokens::float8) as "uncostedInput",
          sum(uncosted_output_tokens::float8) as "uncostedOutput", sum(completed::float8) as completed,
          sum(failed::float8) as failed
        from (
          select *, day as hour from usage_days where workspace_id = ${workspaceId}::uuid and (
            day >= ${earlier} and day <= ${start}::timestamptz - interval '1 day'
            or day >= ${start} and day <= ${end}::timestamptz - interval '1 day')
          union all
          select *, hour from usage_hours where workspace_id = ${workspaceId}::uuid and (
            hour >= ${earlier} and hour < least(${endOfDay(earlier)}::timestamptz, ${end})
            or hour >= ${earlier} and hour >= ${startOfDay(start)} and hour < least(${endOfDay(start)}::timestamptz, ${end})
            or hour >= ${earlier} and hour >= ${startOfDay(end)} and hour < ${end})) u
        where environment_id = any(${ids}::uuid[])
        group by 1, 2, 3, 4, 5, 6, 7, 8) u
      join prompts p on p.id = u.prompt_id and p.workspace_id = u.workspace_id
      join environments e on e.id = u.environment_id and e.workspace_id = u.workspace_id
      left join api_keys k on k.id = u.key_id and k.workspace_id = u.workspace_id`,
    isTimed
      ? prisma().$queryRaw<Times>`
      select p.name as prompt, t.version, t.bucket::int as bucket, sum(t.interactions)::float8 as count
      from usage_times t join prompts p on p.id = t.prompt_id and p.workspace_id = t.workspace_id
      where t.workspace_id = ${workspaceId}::uuid and t.environment_id = any(${ids}::uuid[])
        and t.day >= (${start}::timestamptz at time zone 'UTC')::date and t.day <= (${end}::timestamptz at time zone 'UTC')::date
      group by 1, 2, 3`
      : [],
  ]);
  const [now, before] = [rows.filter(({ isNow }) => isNow), rows.filter(({ isNow }) => !isNow)];
  const place = { workspaceId, environmentIds: ids, from: start, to: end };
  const { groups, people } = isOfPeople(by)
    ? await groupByPeople(place, by)
    : { groups: groupBySums(by, now, before, times), people: null };
  const days = [...grouped(now, ({ day, prompt }) => `${day}\n${prompt}`)].map(([key, own]): UsageDay => {
    const [day = "", prompt = ""] = key.split("\n");
    return { day, prompt, costUsd: sumOf(own).costUsd };
  });
  return {
    from,
    to,
    now: sumOf(now),
    before: sumOf(before),
    groups: groups.toSorted((a, b) => b.costUsd - a.costUsd || b.interactions - a.interactions),
    people,
    days: days.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)),
  };
}
