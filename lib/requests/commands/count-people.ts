import { ClickHouseFault } from "@/lib/core/clickhouse";
import { longStatement, prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { logger } from "@/lib/core/logger";
import { oneByOne } from "@/lib/core/one-by-one";
import { singleton } from "@/lib/core/singleton";
import { tokenPricesOf } from "../list-prices";
import { keptHourDays, startOfDay } from "../people-times";
import { sumDirectPeople } from "../queries/direct-people";
import { readDirectUsers } from "../queries/direct-users";
import { keptNames } from "../usage-views";
import { dayOfUsers, hourOfUsers, monthOfUsers, weekOfUsers } from "./count-users-sql";

const recentMs = 3 * 3_600_000;
const wholeLookMs = 3_600_000;
const hoursAtOnce = 100;
const keptDays = 400;
/**
 * The minimum time between two counts of an hour, per interaction. It limits the load to 2 % of a core at 6 µs per
 * interaction (an estimate).
 */
const restPerInteraction = "300 microseconds";

const looks = singleton("people-looks", () => ({ wholeAt: Number.NEGATIVE_INFINITY }));

type DueHour = { workspaceId: string; hour: Date; interactions: bigint; models: string[]; isWaiting: boolean };

// Hours past the retention of interactions cannot be counted again.
const dueText = `select w.id as "workspaceId", u.hour, u.interactions::bigint, u.models, d.is_waiting as "isWaiting"
  from (select id from workspaces where $3::uuid is null or id = $3) w
  cross join lateral (
    select least($2::int, min(event_days)) as days from content_policies where workspace_id = w.id) p
  cross join lateral (
    select hour, sum(interactions) as interactions, array_agg(distinct model) as models from usage_hours
    where workspace_id = w.id and hour >= greatest($1::timestamptz, now() - make_interval(days => p.days)) group by hour) u
  left join usage_people_hours c on c.workspace_id = w.id and c.hour = u.hour
  cross join lateral (select exists (
    select from direct_batches
    where workspace_id = w.id and from_at < u.hour + interval '1 hour' and not is_aside) as is_waiting) d
  where (c.interactions is distinct from u.interactions or c.users_of is distinct from u.interactions or c.is_due)
    and not (d.is_waiting and u.hour + interval '1 hour' < now())
    and not exists (select from forward_changes f where f.workspace_id = w.id and f.kind = 'user')
    and coalesce(c.counted_at + c.interactions * interval '${restPerInteraction}' <= clock_timestamp(), true)
  order by u.hour desc limit ${hoursAtOnce}`;

/** The sums of a row of `usage_people`. */
export const peopleSums = [
  "interactions",
  "cost_usd",
  "priced_usd",
  "input_tokens",
  "output_tokens",
  "cached_tokens",
  "completed",
  "failed",
];
const added = peopleSums.map((name) => `sum(${name}) as ${name}`).join(", ");

/** Stores the costliest names of `g`, and all others as one row. `values` are the first columns of \`usage_people\`. */
const keptOf = (values: string) => `insert into usage_people
    (workspace_id, at, hours, environment_id, is_session, name, cut_usd, ${peopleSums.join(", ")})
  select ${values}, environment_id, is_session, name, 0, ${peopleSums.join(", ")} from ranked where place <= ${keptNames} and name is not null
  union all
  select ${values}, environment_id, is_session, null,
    coalesce(max(cost_usd) filter (where name is not null), 0) + coalesce(sum(cut_usd), 0), ${added}
  from ranked where place > ${keptNames} or name is null group by environment_id, is_session`;
const ranked = (rows: string) => `ranked as (
    select *, row_number() over (partition by environment_id, is_session
      order by name is null, cost_usd desc, interactions desc, name) as place from (${rows}) g)`;

/** The maximum time between two reports of one use. The first report counts, as in the hourly sums. */
const betweenReports = "7 days";

const hourText = `with gone as (delete from usage_people where workspace_id = $1 and hours = 1 and at = $2),
  i as (
    select distinct on (i.interaction_id) i.environment_id, i.prompt_id, i.version, coalesce(i.model, '') as model, i.key_id,
      coalesce(i.user_id, '') as user_id,
      coalesce(i.session_id, '') as session_id, coalesce(i.input_tokens, 0) as input_tokens,
      coalesce(i.output_tokens, 0) as output_tokens, coalesce(i.cached_tokens, 0) as cached_tokens, i.cost_usd,
      coalesce(i.input_tokens * p.input, 0) + coalesce(i.output_tokens * p.output, 0) as list_usd, i.completed, i.error
    from interactions i
    join environments e on e.id = i.environment_id and e.workspace_id = i.workspace_id
    left join unnest($3::text[], $4::float8[], $5::float8[]) p (model, input, output) on p.model = i.model
    where i.workspace_id = $1 and i.at >= $2 and i.at < $2::timestamptz + interval '1 hour' and (
      select 1 from interactions e where e.workspace_id = i.workspace_id and e.interaction_id = i.interaction_id
        and e.at >= i.at - interval '${betweenReports}' and e.at - i.at <= interval '${betweenReports}'
        and (e.batch_id, e.at) < (i.batch_id, i.at) limit 1) is null
      and not exists (
        select from direct_uses u where u.workspace_id = i.workspace_id and u.key = md5(i.interaction_id)::uuid)
    order by i.interaction_id, i.batch_id, i.at),
  ${hourOfUsers({ workspace: "$1", hour: "$2", direct: "$7" })},
  ${ranked(`select environment_id, is_session, name, sum(cut_usd) as cut_usd, ${added} from (
    select environment_id, grouping(user_id) = 1 as is_session,
      case when grouping(user_id) = 1 then session_id else user_id end as name, null::float8 as cut_usd,
      count(*) as interactions, sum(coalesce(cost_usd, list_usd)) as cost_usd,
      coalesce(sum(list_usd) filter (where cost_usd is null), 0) as priced_usd, sum(input_tokens) as input_tokens,
      sum(output_tokens) as output_tokens, sum(cached_tokens) as cached_tokens,
      count(*) filter (where completed) as completed, count(*) filter (where error is not null) as failed
    from i group by grouping sets ((environment_id, user_id), (environment_id, session_id))
    union all
    select environment_id, is_session, name, cut_usd, interactions, cost_usd, priced_usd, input_tokens, output_tokens,
      cached_tokens, completed, failed
    from json_to_recordset($6::json) as r (environment_id uuid, is_session boolean, name text, cut_usd float8,
      interactions bigint, cost_usd float8, priced_usd float8, input_tokens bigint, output_tokens bigint,
      cached_tokens bigint, completed bigint, failed bigint)
    where environment_id in (select id from environments where workspace_id = $1)) b
    group by environment_id, is_session, name`)}
  ${keptOf("$1::uuid, $2::timestamptz, 1")}`;

// A day is the sum of its hours. All of them are available, because hours are kept for as long as late events are
// accepted.
const dayText = `with gone as (delete from usage_people where workspace_id = $1 and hours = 24 and at = $2),
  ${ranked(`select environment_id, is_session, name, sum(cut_usd) filter (where name is null) as cut_usd, ${added}
    from usage_people where workspace_id = $1 and hours = 1 and at >= $2 and at < $2::timestamptz + interval '1 day'
    group by environment_id, is_session, name`)}
  ${keptOf("$1::uuid, $2::timestamptz, 24")}`;

async function listDueHours(since: Date, workspaceId: string | undefined): Promise<DueHour[]> {
  const days = Math.min(keptHourDays, env().EVENT_RETENTION_DAYS);
  return prisma().$queryRawUnsafe<DueHour[]>(dueText, since, days, workspaceId ?? null);
}

// The day is written before the hour is marked as counted, so that a crash in between counts both again.
async function countHour({ workspaceId, hour, interactions, models, isWaiting }: DueHour): Promise<void> {
  const prices = tokenPricesOf(models);
  const [direct, directUsers] = await Promise.all([
    sumDirectPeople(workspaceId, hour, prices, 2 * keptNames),
    readDirectUsers(workspaceId, hour),
  ]);
  await longStatement("count-people", hourText, [
    workspaceId,
    hour,
    prices.map(({ model }) => model),
    prices.map(({ input }) => input),
    prices.map(({ output }) => output),
    JSON.stringify(direct),
    JSON.stringify(directUsers),
  ]);
  const day = startOfDay(hour);
  await longStatement("day-of-people", dayText, [workspaceId, day]);
  await longStatement("day-of-users", dayOfUsers, [workspaceId, day]);
  await longStatement("week-of-users", weekOfUsers, [workspaceId, day]);
  await longStatement("month-of-users", monthOfUsers, [workspaceId, day]);
  // Events that wait for ClickHouse are in the hourly sums but are not counted here, so the hour remains due.
  await prisma().$executeRaw`insert into usage_people_hours (workspace_id, hour, interactions, users_of, is_due)
    values (${workspaceId}::uuid, ${hour}, ${interactions}, ${interactions}, ${isWaiting})
    on conflict (workspace_id, hour) do update set users_of = excluded.users_of,
      interactions = excluded.interactions, is_due = excluded.is_due, counted_at = excluded.counted_at`;
}

type CountOptions = { isWhole?: boolean; workspaceId?: string };

/**
 * Counts usage by user and session for hours that are due or whose interactions have changed, the newest first. Each
 * run looks at the last three hours, and once an hour at all. Idempotent, but two runs at a time could count an hour
 * twice: the job has a lock, and tests name their workspace.
 */
export async function countPeople(
  deadlineAt: number,
  { isWhole = performance.now() - looks.wholeAt >= wholeLookMs, workspaceId }: CountOptions = {},
): Promise<Record<string, number> | null> {
  const due = await listDueHours(isWhole ? new Date(0) : new Date(Date.now() - recentMs), workspaceId);
  let hours = 0;
  let isAway = false;
  const failure = "users and sessions of an hour could not be counted";
  const idOf = ({ workspaceId: id, hour }: DueHour) => ({ workspaceId: id, hour });
  const { failed } = await oneByOne(due, { name: "users and sessions", deadlineAt, idOf, failure }, async (one) => {
    if (isAway) return;
    try {
      await countHour(one);
      hours++;
    } catch (error) {
      if (!(error instanceof ClickHouseFault)) throw error;
      logger().warn({ err: error }, "users and sessions are not counted now: ClickHouse does not answer");
      isAway = true;
    }
  });
  if (isWhole && hours < hoursAtOnce && hours + failed === due.length) {
    looks.wholeAt = performance.now();
    await forget();
  }
  return hours > 0 ? { hours } : null;
}

async function forget(): Promise<void> {
  await prisma().$executeRaw`delete from usage_people where at < now() - make_interval(days => ${keptDays})
    or hours = 1 and at < now() - make_interval(days => ${keptHourDays + 2})`;
  await prisma().$executeRaw`delete from usage_users where at < now() - make_interval(days => ${keptDays})
    or unit = 'hour' and at < now() - make_interval(days => ${keptHourDays + 2})`;
  await prisma().$executeRaw`delete from usage_people_hours where hour < now() - make_interval(days => ${keptDays})`;
}
