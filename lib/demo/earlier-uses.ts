import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { peopleSums } from "@/lib/requests/commands/count-people";
import { keptHourDays } from "@/lib/requests/people-times";

/** The number of days of which only sums are left. */
const earlierDays = 48;
const sums =
  Prisma.raw(`interactions, costed, cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens,
  uncosted_output_tokens, completed, failed, refused, violations`);
const summed = Prisma.raw(
  `interactions costed cost_usd input_tokens output_tokens cached_tokens uncosted_input_tokens uncosted_output_tokens
    completed failed refused violations`
    .split(/\s+/)
    .map((name) => `sum(${name})`)
    .join(", "),
);
const people = Prisma.raw(peopleSums.join(", "));
const summedPeople = Prisma.raw(peopleSums.map((name) => `sum(${name})`).join(", "));
/** How many users and sessions of each earlier day are kept, to keep the database small. */
const earlierNames = 60;

/**
 * Writes the sums of the weeks before `from`: those of the last whole week of answers, with the version that was live
 * then. Their users and sessions are counted too.
 */
export async function seedEarlierUses(workspaceId: string, from: Date): Promise<void> {
  const week = new Date(from.getTime() + 5 * 86_400_000);
  const isOurs = Prisma.sql`workspace_id = ${workspaceId}::uuid`;
  /** Selects the rows `u` of a table in that week, once for each earlier week, at `e.at`. */
  const earlier = (table: string, column: string) => Prisma.sql`
    ${Prisma.raw(table)} u cross join lateral (
      select u.${Prisma.raw(column)} - make_interval(days => 7 * k) as at, k from generate_series(1, ${Math.ceil(earlierDays / 7) + 1}::int) k
      where u.${Prisma.raw(column)} - make_interval(days => 7 * k) < ${from}::timestamptz
        and u.${Prisma.raw(column)} - make_interval(days => 7 * k) >= ${from}::timestamptz - make_interval(days => ${earlierDays}::int)) e
    where u.${isOurs} and u.${Prisma.raw(column)} >= ${week} and u.${Prisma.raw(column)} < ${week}::timestamptz + interval '7 days'`;
  const live = (at: string) => Prisma.sql`(
    select to_version from releases r where r.workspace_id = u.workspace_id and r.prompt_id = u.prompt_id
      and r.environment_id = u.environment_id and r.at <= ${Prisma.raw(at)} order by r.at desc limit 1)`;

  const addSums = async () => {
    await prisma().$executeRaw`
    insert into usage_hours (workspace_id, prompt_id, environment_id, hour, version, model, key_id, ${sums})
    select workspace_id, prompt_id, environment_id, at, coalesce(live, version), model, key_id, ${summed}
    from (select u.*, e.at, ${live("e.at")} as live from ${earlier("usage_hours", "hour")}) u group by 1, 2, 3, 4, 5, 6, 7`;
    await prisma().$executeRaw`
    insert into usage_times (workspace_id, prompt_id, environment_id, day, version, bucket, interactions)
    select workspace_id, prompt_id, environment_id, at, coalesce(live, version), bucket, sum(interactions)
    from (select u.*, e.at::date as at, ${live("e.at")} as live from ${earlier("usage_times", "day")}) u group by 1, 2, 3, 4, 5, 6`;
    await prisma().$executeRaw`
    insert into prompt_uses (workspace_id, prompt_id, environment_id, day, version, interactions)
    select workspace_id, prompt_id, environment_id, (hour at time zone 'UTC')::date, version, sum(interactions)
    from usage_hours where ${isOurs} and hour < ${from} and hour >= ${from}::timestamptz - interval '3 days' group by 1, 2, 3, 4, 5`;
    await prisma().$executeRaw`
    insert into usage_people_hours (workspace_id, hour, interactions, users_of)
    select workspace_id, hour, sum(interactions), sum(interactions) from usage_hours
    where ${isOurs} and hour < ${from} group by 1, 2`;
  };
  const addPeople = async () => {
    // Users are kept by day. The hours of a day count them together, and the last one has its sketches.
    await prisma().$executeRaw`
    insert into usage_people (workspace_id, at, hours, environment_id, is_session, name, cut_usd, ${people})
    select u.workspace_id, e.at, u.hours, environment_id, is_session, null, max(greatest(cut_usd, cost_usd)), ${summedPeople}
    from ${earlier("usage_people", "at")} and hours = 1 group by 1, 2, 3, 4, 5
    union all
    (with r as (
      select u.*, e.at as day, case when is_session and name <> '' then name || '-' || k else name end as label,
        row_number() over (partition by e.at, environment_id, is_session order by name is null, cost_usd desc, name) as place
      from ${earlier("usage_people", "at")} and hours = 24)
    select workspace_id, day, 24, environment_id, is_session, label, 0, ${people} from r
    where place <= ${earlierNames} and name is not null
    union all
    select workspace_id, day, 24, environment_id, is_session, null, max(cost_usd) filter (where name is not null) + coalesce(max(cut_usd), 0), ${summedPeople} from r
    where place > ${earlierNames} or name is null group by 1, 2, 4, 5)`;
  };
  const addUsers = async () => {
    await prisma().$executeRaw`
    insert into usage_users (workspace_id, unit, at, environment_id, dimension, prompt_id, version, model, key_id, bits)
    select workspace_id, unit, at + s.hours, environment_id, dimension, prompt_id, case when version is not null then coalesce(live, version) end,
      model, key_id, bit_or(bits)
    from (
      select u.workspace_id, e.at, u.environment_id, u.dimension, u.prompt_id, u.version, u.model, u.key_id, u.bits,
        case when u.version is not null then ${live("e.at")} end as live
      from ${earlier("usage_users", "at")} and u.unit = 'day') u
    cross join (values ('day', interval '0'), ('hour', interval '23 hours')) s (unit, hours)
    where unit = 'day' or at >= now() - make_interval(days => ${keptHourDays}::int)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9`;
    for (const unit of ["week", "month"])
      await prisma().$executeRaw`
      insert into usage_users (workspace_id, unit, at, environment_id, dimension, prompt_id, version, model, key_id, bits)
      select workspace_id, ${unit}, date_trunc(${unit}, at, 'UTC'), environment_id, dimension, prompt_id, version, model, key_id, bit_or(bits)
      from usage_users where ${isOurs} and unit = 'day' group by 1, 2, 3, 4, 5, 6, 7, 8, 9`;
  };
  await Promise.all([addSums(), addPeople(), addUsers()]);
}
