import type { Transaction } from "@/lib/core/db";
import type { Batches } from "@/lib/telemetry/commands/take-batches";
import type { FoundExposure } from "../exposures";
import { heavyText } from "../heavy-sql";
import { bucketSql, groupSql } from "../quantiles";
import {
  type CountedPhase,
  mayBeAssigned,
  mostReports,
  phaseRows,
  phasesParameter,
  restingFrom,
  skewMinutes,
  type UnitKey,
} from "../queries/phases";
import { daySumsSql, sumsSql, unitColumns } from "../sums";
import { countedSql, windowsSql } from "../unit-sql";
import { stepSql } from "../weights";

/** A user who is counted when due rests a second for every so many answers. */
const answersPerSecond = 500;
// A search of its own per user, whatever the planner believes of a table that grew within the hour: by the whole key.
const unitOf = (phase: string, user: string) => `select * from experiment_units
  where experiment_id = p.experiment_id and phase = ${phase} and unit_id = ${user}`;
const skew = `make_interval(mins => ${skewMinutes})`;

/** Writes exposures that were found in interactions, unless the user was exposed meanwhile. */
export async function insertExposures(tx: Transaction, exposures: readonly FoundExposure[]): Promise<void> {
  if (exposures.length === 0) return;
  await tx.$executeRawUnsafe(
    `insert into experiment_units (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at)
     select "workspaceId", "experimentId", phase, "unitId", variant, propensity, batch, "exposedAt"
     from json_to_recordset($1::json) as r ("workspaceId" uuid, "experimentId" uuid, phase int, "unitId" text,
       variant text, propensity float8, batch int, "exposedAt" timestamptz)
     order by 2, 3, 4 on conflict do nothing`,
    JSON.stringify(exposures),
  );
}

// A user's numbers are made anew from all their events, so that it does not matter in which order, how often or how late
// these came; the sums change by the difference. What is told of an interaction twice counts once, the later word.
/** An upsert's new sums: what stands there and what comes, place by place. */
const addedTo = (table: string) => `(select array_agg(coalesce(a, 0) + coalesce(b, 0) order by place)
    from unnest(${table}.sums, excluded.sums) with ordinality t (a, b, place))`;

const columnsOf = (row: string) => unitColumns.map((column) => `${row}.${column}`).join(", ");

const countText = `with ${phaseRows("$1")},
  wanted as (select distinct * from json_to_recordset($2::json) as r ("experimentId" uuid, phase int, "unitId" text)),
  unit as (
    select u.*, p.prompt_id, p.environment_id, p.primary_metric, p.to_at, p.versions, (p.by_variant ->> u.variant)::int as own_version,
      greatest(p.from_at, u.exposed_at - ${skew}) as from_at, p.from_at as phase_from,
      make_interval(mins => p.primary_minutes) as w_primary, ${windowsSql("p.windows")}, ${stepSql("u.interactions")} as step
    from wanted w join phases p on p.experiment_id = w."experimentId" and p.phase = w.phase
    cross join lateral (${unitOf("w.phase", 'w."unitId"')} for update) u),
  fresh as (
    select u.experiment_id, u.phase, u.unit_id, u.workspace_id, u.variant, u.exposed_at,
      u.exposed_at <= now() - u.w_primary as is_mature, counted.*, ${stepSql("counted.interactions")} as step,
      counted.ripe_at as due_at,
      case when counted.interactions > ${restingFrom}
        then now() + make_interval(secs => counted.interactions / ${answersPerSecond}.0) end as rest_until
    from unit u cross join lateral (
      ${countedSql(mayBeAssigned("i"))}
    ) counted),
  written as (
    update experiment_units e set is_counted = true, due_at = f.due_at, rest_until = f.rest_until,
      ${unitColumns.map((column) => `${column} = f.${column}`).join(", ")}
    from fresh f where e.experiment_id = f.experiment_id and e.phase = f.phase and e.unit_id = f.unit_id),
  part as (
    select f.workspace_id, f.experiment_id, f.phase, f.variant, f.exposed_at, f.step, 1 as sign, ${columnsOf("f")}
    from fresh f
    union all
    select u.workspace_id, u.experiment_id, u.phase, u.variant, u.exposed_at, u.step, -1, ${columnsOf("u")}
    from unit u where u.is_counted),
  heavy as (${heavyText("fresh", 3)}),
  by_day as (
    insert into experiment_days (workspace_id, experiment_id, phase, variant, day, sums)
    select workspace_id, experiment_id, phase, variant, (exposed_at at time zone 'UTC')::date, ${daySumsSql("part", "sign * ")}
    from part group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
    on conflict (experiment_id, phase, variant, day) do update set sums = ${addedTo("experiment_days")})
  insert into experiment_sums (workspace_id, experiment_id, phase, variant, step, sums)
  select workspace_id, experiment_id, phase, variant, step, ${sumsSql("part", "sign * ")}
  from part group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
  on conflict (experiment_id, phase, variant, step) do update set sums = ${addedTo("experiment_sums")}`;

/**
 * Counts users anew from their events and moves the sums by what changed; `most` of them in a statement, as one batch of
 * events may be of a thousand users with a long history each, and must be done some time.
 */
export async function countUnits(
  tx: Transaction,
  phases: readonly CountedPhase[],
  units: readonly UnitKey[],
  most: number,
): Promise<void> {
  const keys = units.map(({ experimentId, phase, unitId }) => ({ experimentId, phase, unitId }));
  for (let from = 0; from < keys.length; from += most)
    await tx.$executeRawUnsafe(countText, phasesParameter(phases), JSON.stringify(keys.slice(from, from + most)));
}

/** Has users with very many answers counted once their rest is over. */
export async function countLater(tx: Transaction, users: readonly UnitKey[]): Promise<void> {
  if (users.length === 0) return;
  const keys = users.map(({ experimentId, phase, unitId }) => ({ experimentId, phase, unitId }));
  await tx.$executeRawUnsafe(
    `update experiment_units u set due_at = least(u.due_at, u.rest_until)
     from json_to_recordset($1::json) as r ("experimentId" uuid, phase int, "unitId" text)
     where u.experiment_id = r."experimentId" and u.phase = r.phase and u.unit_id = r."unitId"`,
    JSON.stringify(keys),
  );
}

/** Reports of an interaction, found by its id whatever the planner believes: a limit is not searched around. */
const toldOf = (row: string) => `select * from interactions
  where workspace_id = ${row}.workspace_id and interaction_id = ${row}.interaction_id and at >= p.from_at limit ${mostReports}`;

const timesText = `with ${phaseRows("$1")}
  insert into experiment_times (workspace_id, experiment_id, phase, variant, is_ttft, user_group, bucket, count)
  select p.workspace_id, p.experiment_id, p.phase, u.variant, t.is_ttft, ${groupSql("u.unit_id")}, ${bucketSql("t.ms")}, count(*)
  from interactions i
  join phases p on p.prompt_id = i.prompt_id and p.environment_id = i.environment_id
    and p.workspace_id = i.workspace_id and i.at between p.from_at and p.to_at
  cross join lateral (${unitOf("p.phase", "i.user_id")} offset 0) u
  cross join lateral (values (false, i.latency_ms), (true, i.ttft_ms)) t (is_ttft, ms)
  where i.batch_id = any($2::bigint[]) and i.at between $3 and $4 and t.ms is not null
    and i.at >= u.exposed_at - ${skew} and i.version = (p.by_variant ->> u.variant)::int and ${mayBeAssigned("i")}
    and (select count(*) from (${toldOf("i")}) told where told.prompt_id = i.prompt_id
      and told.environment_id = i.environment_id and (told.batch_id, told.id) < (i.batch_id, i.id)
      and case when t.is_ttft then told.ttft_ms else told.latency_ms end is not null) = 0
  group by 1, 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
  on conflict (experiment_id, phase, variant, is_ttft, user_group, bucket)
    do update set count = experiment_times.count + excluded.count`;

/** Adds the times of new interactions to the histograms of their arms. */
export async function addTimes(tx: Transaction, phases: readonly CountedPhase[], batches: Batches): Promise<void> {
  await tx.$executeRawUnsafe(timesText, phasesParameter(phases), batches.ids, batches.from, batches.to);
}
