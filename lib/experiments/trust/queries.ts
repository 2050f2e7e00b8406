import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { withinLimitSql } from "@/lib/auth/environment-limit";
import { prisma } from "@/lib/core/db";
import { reasonNumbers } from "@/lib/telemetry/interaction-mark";
import { defaultWindows } from "../metrics";
import { bucketSql, groupSql } from "../rollup/quantiles";
import { sumsSql } from "../rollup/sums";
import { countedSql, windowsSql } from "../rollup/unit-sql";
import { stepSql } from "../rollup/weights";
import { fewestSplitUsers, type MetricAlarms, type SplitUser } from "./split";
import { summarizeTrust } from "./summary";
import type { TrustPrompt, TrustView } from "./views";

/** The number of prompts per workspace, those with the most answers. */
const mostPrompts = 20;
/** Answers of this many days are used, up to one day ago, when the longest outcome window has passed. */
const recentDays = 8;
const mostAnswers = 50_000;
const mostUsers = 2_000;
/** The maximum number of prompts per run of the job. */
const atOnce = 200;
/** The maximum age of displayed checks, in days. */
const shownDays = 7;
/** The default level at which verdicts are tested. */
export const trustAlpha = 0.05;

/** The version and environment of a prompt with the most recent answers. */
export type TrustTarget = {
  workspaceId: string;
  promptId: string;
  environmentId: string;
  version: number;
  /** The current day, UTC. */
  day: string;
};

/** Prompts without a check today: the busiest of each workspace, busiest first. */
export async function listTrustTargets(only?: string): Promise<TrustTarget[]> {
  return prisma().$queryRaw<TrustTarget[]>`
    select r.workspace_id as "workspaceId", r.prompt_id as "promptId", r.environment_id as "environmentId",
      r.version, to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as day
    from (
      select *, row_number() over (partition by workspace_id order by answers desc, prompt_id) as place
      from (
        select distinct on (prompt_id) workspace_id, prompt_id, environment_id, version, sum(interactions) as answers
        from prompt_uses
        where day >= (now() at time zone 'UTC')::date - ${recentDays}::int
          and (${only ?? null}::uuid is null or workspace_id = ${only ?? null}::uuid)
        group by 1, 2, 3, 4 having sum(interactions) >= ${fewestSplitUsers}
        order by prompt_id, answers desc, environment_id, version) busiest) r
    where r.place <= ${mostPrompts} and not exists (
      select 1 from trust_checks c where c.prompt_id = r.prompt_id and c.day = (now() at time zone 'UTC')::date)
    order by r.place, r.workspace_id limit ${atOnce}`;
}

// A call for a pinned version is a manual test, not traffic.
const isTraffic = (row: string) => `(${row}.reason is null or ${row}.reason <> ${reasonNumbers.pinned})`;
const usersText = `with recent as (
    select user_id, at from interactions i
    where prompt_id = $1::uuid and environment_id = $2::uuid and workspace_id = $3::uuid and version = $4
      and user_id is not null and at between now() - interval '${recentDays} days' and now() - interval '1 day'
      and ${isTraffic("i")}
    order by at desc limit ${mostAnswers}),
  unit as materialized (
    select $1::uuid as prompt_id, $2::uuid as environment_id, $3::uuid as workspace_id, user_id as unit_id,
      $4::int as own_version, array[$4::int] as versions, s.since as phase_from, s.since as from_at, s.since as exposed_at,
      now() - interval '1 day' as to_at, false as is_in_two_arms, '' as primary_metric,
      ${windowsSql("$5::json", "0")}
    from (select distinct user_id from recent) r cross join (select min(at) as since from recent) s
    order by hashtextextended(user_id, 11), user_id limit ${mostUsers}),
  fresh as (
    select u.unit_id, u.from_at, true as is_mature, counted.*, ${stepSql("counted.interactions")} as step
    from unit u cross join lateral (${countedSql(isTraffic)}) counted)
  select f.step, ${sumsSql("f")} as sums, coalesce((
    select json_agg(json_build_array(t.is_ttft, t.user_group, t.bucket, t.count)) from (
      select t.is_ttft, ${groupSql("f.unit_id")} as user_group, ${bucketSql("t.ms")} as bucket, count(*) as count
      from (
        select distinct on (i.interaction_id, t.is_ttft) t.is_ttft, t.ms
        from interactions i cross join lateral (values (false, i.latency_ms), (true, i.ttft_ms)) t (is_ttft, ms)
        where i.prompt_id = $1::uuid and i.environment_id = $2::uuid and i.workspace_id = $3::uuid and i.version = $4
          and i.user_id = f.unit_id and t.ms is not null and ${isTraffic("i")}
          and i.at between f.from_at and now() - interval '1 day'
        order by i.interaction_id, t.is_ttft, i.batch_id, i.id) t
      group by 1, 2, 3) t), '[]') as times
  from fresh f group by f.unit_id, f.from_at, f.step order by f.unit_id`;

type UserRow = {
  step: number;
  sums: number[];
  times: [isTtft: boolean, group: number, bucket: number, count: number][];
};

/** A prompt's recent users with their numbers, counted as the rollup counts users of an experiment; at most 2,000. */
export async function listSplitUsers(target: TrustTarget): Promise<SplitUser[]> {
  const { promptId, environmentId, workspaceId, version } = target;
  const rows = await prisma().$transaction(
    async (tx) => {
      await tx.$executeRaw`set local jit = off`;
      return tx.$queryRawUnsafe<UserRow[]>(
        usersText,
        promptId,
        environmentId,
        workspaceId,
        version,
        JSON.stringify(defaultWindows),
      );
    },
    { timeout: 30_000, maxWait: 5_000 },
  );
  return rows.map(({ step, sums, times }) => ({
    step,
    sums,
    times: times.map(([isTtft, group, bucket, count]) => ({ isTtft, group, bucket, count })),
  }));
}

/** The last check of each prompt within a week, and their combined result. */
export async function getTrust(actor: Actor): Promise<TrustView> {
  authorize(actor, "prompt:read");
  const rows = await prisma().$queryRaw<
    (Omit<TrustPrompt, "metrics"> & { splits: number; alpha: number; metrics: MetricAlarms[] })[]
  >`
    select distinct on (c.prompt_id) p.name as prompt, e.name as environment, c.version,
      to_char(c.day, 'YYYY-MM-DD') as day, c.users, c.answers, c.splits, c.alpha, c.metrics
    from trust_checks c join prompts p on p.id = c.prompt_id join environments e on e.id = c.environment_id
    where c.workspace_id = ${actor.workspaceId}::uuid and ${withinLimitSql(actor)} and c.users > 0
      and c.day > (now() at time zone 'UTC')::date - ${shownDays}::int
    order by c.prompt_id, c.day desc`;
  const alpha = rows[0]?.alpha ?? trustAlpha;
  const prompts = rows
    .map(
      ({ splits, alpha: _, metrics, ...row }): TrustPrompt => ({
        ...row,
        metrics: metrics.map((found) => ({ ...found, splits })),
      }),
    )
    .toSorted((a, b) => b.answers - a.answers || a.prompt.localeCompare(b.prompt))
    .slice(0, mostPrompts);
  const day =
    prompts
      .map((prompt) => prompt.day)
      .toSorted()
      .at(-1) ?? null;
  return { day, alpha, metrics: summarizeTrust(prompts, alpha), prompts };
}
