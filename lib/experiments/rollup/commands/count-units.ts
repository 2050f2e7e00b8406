import { isTooSlow } from "@/lib/core/database-errors";
import { limitTransaction } from "@/lib/core/database-pool";
import type { Transaction } from "@/lib/core/db";
import { sha256Hex } from "@/lib/core/hash";
import { logger } from "@/lib/core/logger";
import type { Batches } from "@/lib/telemetry/commands/take-batches";
import type { FoundExposure } from "../exposures";
import { heavyText } from "../heavy-sql";
import { bucketSql, groupSql } from "../quantiles";
import {
  type CountedPhase,
  deferredFrom,
  mayBeAssigned,
  phaseRows,
  phasesParameter,
  skewMinutes,
  type UnitKey,
} from "../queries/phases";
import { daySumsSql, segmentSumsSql, sumsSql, unitColumns } from "../sums";
import { timeCode, timesText } from "../times-sql";
import { countedSql, isFirstWith, isOwnVersion, unitSegmentsSql, windowNames, windowsSql } from "../unit-sql";
import { stepSql } from "../weights";
import type { UserTimes } from "../without-one";
import { fewUsers, mayBeRows, statementMs } from "./round";

/** After a user is counted, the next count waits one second for every this many answers. */
const answersPerSecond = 500;
const skew = `make_interval(mins => ${skewMinutes})`;

/** Stores exposures that were found in interactions, unless the user was exposed in the meantime. */
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

// A user's numbers are recomputed from all their events, in whatever order these arrived. The sums change by the
// difference.
/** The new sums in an upsert: the stored ones plus the added ones, element by element. */
const addedTo = (table: string) => `(select array_agg(coalesce(a, 0) + coalesce(b, 0) order by place)
    from unnest(${table}.sums, excluded.sums) with ordinality t (a, b, place))`;

const columnsOf = (row: string) => unitColumns.map((column) => `${row}.${column}`).join(", ");

const requestedText = (place: string) => `requested as (
  select distinct * from json_to_recordset(${place}::json) as r ("experimentId" uuid, phase int, "unitId" text))`;
// Looks up each user by the complete key. The planner would choose a worse plan, because its statistics do not include
// a table that grew within the hour.
const unitOfRequested = `select * from experiment_units
  where experiment_id = w."experimentId" and phase = w.phase and unit_id = w."unitId"`;

// The lock is a separate statement. PostgreSQL 18.4 crashes if a row to lock was changed concurrently and a CTE of the
// same statement prunes partitions at run time, as the search for interactions does.
const lockText = `with ${requestedText("$1")}
  select count(*) from (
    select from (select * from requested order by 1, 2, 3 offset 0) w
    cross join lateral (${unitOfRequested} for update) u) locked`;

/** Rows of the users of the `batch` with the columns that `countedSql` needs. */
const unitText = `select u.*, p.prompt_id, p.environment_id, p.primary_metric, p.to_at, p.versions, p.asked_segments,
    (p.by_variant ->> u.variant)::int as own_version, greatest(p.from_at, u.exposed_at - ${skew}) as from_at,
    p.from_at as phase_from, ${windowNames.map((name) => `p.${name}`).join(", ")}, ${stepSql("u.interactions")} as step
  from requested w
  join (select *, ${windowsSql("windows", "primary_minutes")} from phases offset 0) p
    on p.experiment_id = w."experimentId" and p.phase = w.phase
  cross join lateral (${unitOfRequested} offset 0) u`;

const newTimes = `(select f.workspace_id, f.experiment_id, f.phase, f.variant, f.user_group, t.is_ttft, t.code from fresh f
    cross join lateral (
      select false, unnest(f.new_latencies) union all select true, unnest(f.new_ttfts)) t (is_ttft, code))`;

const countText = `with ${phaseRows("$1")},
  ${requestedText("$2")},
  unit as (${unitText}),
  fresh as (
    select u.experiment_id, u.phase, u.unit_id, u.workspace_id, u.variant, u.exposed_at, ${groupSql("u.unit_id")} as user_group,
      u.exposed_at <= u.ripe_primary as is_mature, ${unitSegmentsSql(mayBeAssigned)} as segments, counted.*, ${stepSql("counted.interactions")} as step,
      counted.ripe_at as due_at,
      case when counted.interactions > ${deferredFrom}
        then now() + make_interval(secs => counted.interactions / ${answersPerSecond}.0) end as rest_until
    from unit u cross join lateral (
      ${countedSql(mayBeAssigned, "$3::bigint[]")}
    ) counted),
  written as (
    update experiment_units e set is_counted = true, due_at = f.due_at, rest_until = f.rest_until, segments = f.segments,
      ${unitColumns.map((column) => `${column} = f.${column}`).join(", ")}
    from fresh f where e.experiment_id = f.experiment_id and e.phase = f.phase and e.unit_id = f.unit_id),
  part as (
    select f.workspace_id, f.experiment_id, f.phase, f.variant, f.exposed_at, f.step, f.segments, 1 as sign, ${columnsOf("f")}
    from fresh f
    union all
    select u.workspace_id, u.experiment_id, u.phase, u.variant, u.exposed_at, u.step, u.segments, -1, ${columnsOf("u")}
    from unit u where u.is_counted),
  heavy as (${heavyText("fresh")}),
  by_day as (
    insert into experiment_days (workspace_id, experiment_id, phase, variant, day, sums)
    select workspace_id, experiment_id, phase, variant, (exposed_at at time zone 'UTC')::date, ${daySumsSql("part", "sign * ")}
    from part group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
    on conflict (experiment_id, phase, variant, day) do update set sums = ${addedTo("experiment_days")}),
  by_segment as (
    insert into experiment_segments (workspace_id, experiment_id, phase, variant, attribute, value, step, sums)
    select r.workspace_id, r.experiment_id, r.phase, r.variant, s.key, s.value, r.step, ${segmentSumsSql("r", "r.sign * ")}
    from part r cross join lateral jsonb_each_text(r.segments) s group by 1, 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
    on conflict (experiment_id, phase, variant, attribute, value, step)
      do update set sums = ${addedTo("experiment_segments")}),
  ${timesText(newTimes)}
  insert into experiment_sums (workspace_id, experiment_id, phase, variant, step, sums)
  select workspace_id, experiment_id, phase, variant, step, ${sumsSql("part", "sign * ")}
  from part group by 1, 2, 3, 4, 5 order by 2, 3, 4, 5
  on conflict (experiment_id, phase, variant, step) do update set sums = ${addedTo("experiment_sums")}`;

const keysOf = (units: readonly UnitKey[]) =>
  units.map(({ experimentId, phase, unitId }) => ({ experimentId, phase, unitId }));

type Keys = ReturnType<typeof keysOf>;

/**
 * Recounts users from their events, changes the sums by the difference, and adds the times in these batches. `units`
 * must not contain duplicates. At most `most` users are counted per statement: one batch can contain a thousand users
 * with long histories. Adds to `aside` the users who cannot be counted, and sets them aside.
 */
export async function countUnits(
  tx: Transaction,
  phases: readonly CountedPhase[],
  units: readonly UnitKey[],
  { most, batches, aside }: { most: number; batches: Batches | null; aside: UnitKey[] },
): Promise<void> {
  const keys = keysOf(units);
  const counting = { tx, phases: phasesParameter(phases), ids: batches?.ids ?? [], aside };
  for (let from = 0; from < keys.length; from += most) await countKeys(counting, keys.slice(from, from + most));
}

type Counting = { tx: Transaction; phases: string; ids: string[]; aside: UnitKey[] };

/** The time limit of a statement with a part of the users of one that was too slow. */
const partMs = 3_000;

/** Counts these users. If one cannot be counted, counts the others and sets that user aside. */
async function countKeys(counting: Counting, keys: Keys): Promise<void> {
  const { tx, phases, ids, aside } = counting;
  const batch = JSON.stringify(keys);
  await tx.$executeRaw`savepoint before_users`;
  try {
    await tx.$queryRawUnsafe(lockText, batch);
    await tx.$executeRawUnsafe(countText, phases, batch, ids);
    await tx.$executeRaw`release savepoint before_users`;
  } catch (error) {
    if (!mayBeRows(error) || (isTooSlow(error) && keys.length > fewUsers)) throw error;
    await tx.$executeRaw`rollback to savepoint before_users`;
    const [user] = keys;
    if (user && keys.length === 1) {
      aside.push(user);
      return setUserAside(tx, user, error);
    }
    const middle = Math.floor(keys.length / 2);
    for (const half of [keys.slice(0, middle), keys.slice(middle)]) {
      if (isTooSlow(error)) await tx.$executeRawUnsafe(limitTransaction(half.length > 1 ? partMs : statementMs));
      await countKeys(counting, half);
    }
    await tx.$executeRawUnsafe(limitTransaction(statementMs));
  }
}

/** The user keeps the numbers of the last count, and is tried again after a day. */
export async function setUserAside(tx: Transaction, { experimentId, phase, unitId }: UnitKey, error: unknown) {
  await tx.$executeRaw`
    update experiment_units set due_at = now() + interval '1 day', rest_until = now() + interval '1 day'
    where experiment_id = ${experimentId}::uuid and phase = ${phase} and unit_id = ${unitId}`;
  const user = sha256Hex(unitId).slice(0, 16); // the log contains no ids of people
  logger().error({ err: error, experimentId, phase, user }, "a user cannot be counted; they were set aside for a day");
}

/** Marks users with very many answers to be counted after this time. */
export async function countLater(tx: Transaction, users: readonly UnitKey[]): Promise<void> {
  if (users.length === 0) return;
  await tx.$executeRawUnsafe(
    `update experiment_units u set due_at = least(u.due_at, u.rest_until)
     from json_to_recordset($1::json) as r ("experimentId" uuid, phase int, "unitId" text)
     where u.experiment_id = r."experimentId" and u.phase = r.phase and u.unit_id = r."unitId"`,
    JSON.stringify(keysOf(users)),
  );
}

// Read from the batches, because the history of a deferred user is long. Their place is about that of the last answer
// that was counted.
const newReports = { isCounted: mayBeAssigned, batches: "$3::bigint[]" };
const deferredTimes = `(
    select u.workspace_id, u.experiment_id, u.phase, u.variant, ${groupSql("u.unit_id")} as user_group, t.is_ttft, t.code
    from (select * from interactions where batch_id = any($3::bigint[]) and at between $4 and $5 offset 0) report
    join (${unitText}) u on report.prompt_id = u.prompt_id and report.environment_id = u.environment_id and report.workspace_id = u.workspace_id
      and report.user_id = u.unit_id and report.at between u.phase_from and u.to_at
      and ${isOwnVersion("report")} and ${mayBeAssigned("report")}
    cross join lateral (
      select false, ${timeCode("report.latency_ms", "u.latency_count")} where report.latency_ms is not null and ${isFirstWith("latency_ms", newReports)}
      union all
      select true, ${timeCode("report.ttft_ms", "u.ttft_count")} where report.ttft_ms is not null and ${isFirstWith("ttft_ms", newReports)}) t (is_ttft, code))`;

/** Adds the times in these batches for deferred users, who are counted later. */
export async function addDeferredTimes(
  tx: Transaction,
  phases: readonly CountedPhase[],
  { ids, from, to }: Batches,
  users: readonly UnitKey[],
): Promise<void> {
  if (users.length === 0) return;
  const text = `with ${phaseRows("$1")}, ${requestedText("$2")}, ${timesText(deferredTimes)} select from new_times limit 0`;
  await tx.$executeRawUnsafe(text, phasesParameter(phases), JSON.stringify(keysOf(users)), ids, from, to);
}

const firstTimes = (column: string) => `(
    select ${bucketSql(`i.${column}`)} as bucket from interactions i
    where i.prompt_id = u.prompt_id and i.user_id = u.unit_id and i.workspace_id = u.workspace_id
      and i.environment_id = u.environment_id and i.at between u.phase_from and u.to_at and i.${column} is not null
      and ${isOwnVersion("i")} and ${mayBeAssigned("i")}
    order by i.at, i.interaction_id limit $3)`;

const timesOfText = `with ${phaseRows("$1")}, ${requestedText("$2")}
  select u.unit_id as "unitId", t.is_ttft as "isTtft", ${groupSql("u.unit_id")}::int as "group", t.bucket::int,
    count(*)::int
  from (${unitText}) u cross join lateral (
    select false, bucket from ${firstTimes("latency_ms")} latencies
    union all select true, bucket from ${firstTimes("ttft_ms")} ttfts) t (is_ttft, bucket)
  group by 1, 2, 3, 4`;

/** The first times of users, at most as many as the cap: about those that their arm's histograms have of them. */
export async function readTimesOf(
  tx: Transaction,
  counted: CountedPhase,
  unitIds: readonly string[],
  cap: number,
): Promise<UserTimes[]> {
  if (unitIds.length === 0) return [];
  const { experimentId, phase } = counted;
  const users = unitIds.map((unitId) => ({ experimentId, phase, unitId }));
  return tx.$queryRawUnsafe<UserTimes[]>(timesOfText, phasesParameter([counted]), JSON.stringify(users), cap);
}
