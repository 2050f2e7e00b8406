import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { peopleSums } from "@/lib/requests/commands/count-people";
import { startOfDay } from "@/lib/requests/people-times";
import { keptNames } from "@/lib/requests/usage-views";
import { bitInPostgres, sketchBits } from "@/lib/requests/user-sketch";
import { noKeyId } from "@/lib/telemetry/commands/count-uses";
import { daysBefore } from "./members";

/**
 * Days in whose hours all users and sessions are kept. Of earlier hours, the costliest are, to keep the database small.
 */
const wholeDays = 3;
/** Days whose hours have sketches of their users: a week that begins at any hour counts no others. */
const sketchedDays = 8;
const earlierNames = 20;

const sums = Prisma.raw(peopleSums.join(", "));
const summed = Prisma.raw(peopleSums.map((name) => `sum(${name})`).join(", "));

type Span = { workspaceId: string; from: Date; to: Date };

/**
 * Counts users and sessions of all hours since `from` at once. The product's job counts hour by hour, which would take
 * a minute; it finds nothing left to do.
 */
export async function countHours(workspaceId: string, from: Date): Promise<void> {
  const to = new Date();
  const startOf = (days: number) =>
    new Date(Math.max(from.getTime(), startOfDay(daysBefore(to.getTime(), days)).getTime()));
  const [whole, sketched] = [startOf(wholeDays), startOf(sketchedDays)];
  await Promise.all([
    countUsers({ workspaceId, from, to }, "day"),
    countUsers({ workspaceId, from: sketched, to }, "hour"),
    countNames({ workspaceId, from, to: whole }, "hour", earlierNames),
    countNames({ workspaceId, from: whole, to }, "hour", keptNames),
    countNames({ workspaceId, from, to }, "day", keptNames),
  ]);
  await prisma().$executeRaw`
    insert into usage_users (workspace_id, unit, at, environment_id, dimension, prompt_id, version, model, key_id, bits)
    select workspace_id, 'hour', at + interval '23 hours', environment_id, dimension, prompt_id, version, model, key_id, bits
    from usage_users where workspace_id = ${workspaceId}::uuid and unit = 'day' and at < ${sketched}`;
  await prisma().$executeRaw`
    insert into usage_people_hours (workspace_id, hour, interactions, users_of)
    select workspace_id, hour, sum(interactions), sum(interactions) from usage_hours
    where workspace_id = ${workspaceId}::uuid and hour >= ${from} group by 1, 2`;
}

async function countNames({ workspaceId, from, to }: Span, unit: "hour" | "day", names: number): Promise<void> {
  const hours = unit === "hour" ? 1 : 24;
  await prisma().$executeRaw`
    with ranked as (
      select *, row_number() over (partition by at, environment_id, is_session
        order by name = '', cost_usd desc, interactions desc, name) as place
      from (
        select at, environment_id, grouping(user_id) = 1 as is_session,
          case when grouping(user_id) = 1 then session_id else user_id end as name, count(*) as interactions,
          sum(cost_usd) as cost_usd, 0 as priced_usd, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
          0 as cached_tokens, count(*) filter (where completed) as completed, count(*) filter (where error is not null) as failed
        from (
          select date_trunc(${unit}, at, 'UTC') as at, environment_id, coalesce(user_id, '') as user_id, coalesce(session_id, '') as session_id, cost_usd,
            input_tokens, output_tokens, completed, error
          from interactions where workspace_id = ${workspaceId}::uuid and at >= ${from} and at < ${to}) i
        group by grouping sets ((at, environment_id, user_id), (at, environment_id, session_id))) g)
    insert into usage_people (workspace_id, at, hours, environment_id, is_session, name, cut_usd, ${sums})
    select ${workspaceId}::uuid, at, ${hours}::int, environment_id, is_session, name, 0, ${sums} from ranked where place <= ${names}
    union all
    select ${workspaceId}::uuid, at, ${hours}::int, environment_id, is_session, null, max(cost_usd), ${summed}
    from ranked where place > ${names} group by at, environment_id, is_session`;
}

async function countUsers({ workspaceId, from, to }: Span, unit: "hour" | "day"): Promise<void> {
  await prisma().$executeRaw`
    insert into usage_users (workspace_id, unit, at, environment_id, dimension, prompt_id, version, model, key_id, bits)
    select ${workspaceId}::uuid, ${unit}, at, environment_id, dimension, prompt_id, version, model, key_id,
      bit_or(set_bit(0::bit(${Prisma.raw(String(sketchBits))}), place, 1)::bit varying)
    from (
      select at, environment_id, prompt_id, version, model, key_id, place,
        case when grouping(version) = 0 then 'version' when grouping(prompt_id) = 0 then 'prompt'
          when grouping(model) = 0 then 'model' when grouping(key_id) = 0 then 'key' else 'environment' end as dimension
      from (
        select date_trunc(${unit}, at, 'UTC') as at, environment_id, prompt_id, version, coalesce(model, '') as model,
          coalesce(key_id, ${noKeyId}::uuid) as key_id, ${Prisma.raw(bitInPostgres("md5"))} as place
        from (
          select *, md5(user_id) as md5 from interactions
          where workspace_id = ${workspaceId}::uuid and at >= ${from} and at < ${to} and user_id <> '') i) b
      group by grouping sets ((at, environment_id, place), (at, environment_id, prompt_id, place),
        (at, environment_id, prompt_id, version, place), (at, environment_id, model, place),
        (at, environment_id, key_id, place))) b
    group by 3, 4, 5, 6, 7, 8, 9`;
}
