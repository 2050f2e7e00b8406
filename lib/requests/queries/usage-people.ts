import { prisma } from "@/lib/core/db";
import { listPriceOf } from "../list-prices";
import type { PeopleDimension } from "../usage";
import { reachOf } from "../usage-reach";
import type { CountedPeople, UsageSums } from "../usage-views";

type PeopleGroup = UsageSums & { name: string };
type Asked = { workspaceId: string; environmentIds: string[]; from: Date; to: Date; by: PeopleDimension };

/** As many answers are looked through: that takes some 300 ms of a processor where each is of another user. */
const mostAnswers = 100_000;
const mostListed = 100;
const columns = { user: "user_id", session: "session_id" } as const;

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
type PeopleRow = PeopleGroup & Record<`all_${(typeof sumNames)[number]}`, number> & { names: number };

// Of an answer whose cost nobody reported, tokens at the list price of its model count.
const textOf = (by: PeopleDimension) => `with g as materialized (
    select coalesce(i.${columns[by]}, '') as name, count(*)::float8 as "interactions",
      coalesce(sum(coalesce(i.cost_usd, i.input_tokens * p.input, 0)), 0)
        + coalesce(sum(i.output_tokens * p.output) filter (where i.cost_usd is null), 0) as "costUsd",
      coalesce(sum(i.input_tokens * p.input) filter (where i.cost_usd is null), 0)
        + coalesce(sum(i.output_tokens * p.output) filter (where i.cost_usd is null), 0) as "pricedUsd",
      coalesce(sum(i.input_tokens), 0)::float8 as "inputTokens", coalesce(sum(i.output_tokens), 0)::float8 as "outputTokens",
      coalesce(sum(i.cached_tokens), 0)::float8 as "cachedTokens",
      count(*) filter (where i.completed)::float8 as "completed", count(*) filter (where i.error is not null)::float8 as "failed"
    from interactions i
    left join unnest($5::text[], $6::float8[], $7::float8[]) p (model, input, output) on p.model = i.model
    where i.workspace_id = $1::uuid and i.environment_id = any($2::uuid[]) and i.at >= $3 and i.at < $4
    group by 1)
  select g.*, a.* from (select * from g order by "costUsd" desc, "interactions" desc, name limit ${mostListed}) g
  cross join (select count(*)::int as names, ${sumNames.map((name) => `sum("${name}") as "all_${name}"`).join(", ")} from g) a
  order by "costUsd" desc, "interactions" desc, name`;

/** Prices of a token by model, of those that have one. */
function pricesOf(models: readonly string[]) {
  const price = (model: string, [uncostedInput, uncostedOutput]: [number, number]) =>
    listPriceOf({ model, uncostedInput, uncostedOutput });
  const known = [...new Set(models)].map((model) => ({
    model,
    input: price(model, [1, 0]),
    output: price(model, [0, 1]),
  }));
  return known.filter(({ input, output }) => input + output > 0);
}

/**
 * What users or sessions cost: hourly sums hold neither, so answers themselves are read, the newest first, and no more
 * than can be in half a second. `hours` says how many there are.
 */
export async function countPeople(
  { workspaceId, environmentIds, from, to, by }: Asked,
  hours: readonly { hour: Date; interactions: number }[],
  models: readonly string[],
): Promise<{ people: CountedPeople; groups: PeopleGroup[] }> {
  const start = reachOf(hours, { from, to }, mostAnswers);
  const prices = pricesOf(models);
  const rows = await prisma().$queryRawUnsafe<PeopleRow[]>(
    textOf(by),
    workspaceId,
    environmentIds,
    start,
    to,
    prices.map(({ model }) => model),
    prices.map(({ input }) => input),
    prices.map(({ output }) => output),
  );
  const sums = Object.fromEntries(sumNames.map((name) => [name, rows[0]?.[`all_${name}`] ?? 0])) as UsageSums;
  const groups = rows.map((row) => {
    const { name, interactions, costUsd, pricedUsd, inputTokens, outputTokens, cachedTokens, completed, failed } = row;
    const shown = name || "not said";
    return {
      name: shown,
      interactions,
      costUsd,
      pricedUsd,
      inputTokens,
      outputTokens,
      cachedTokens,
      completed,
      failed,
    };
  });
  return { people: { from: start.toISOString(), sums, others: (rows[0]?.names ?? 0) - rows.length }, groups };
}
