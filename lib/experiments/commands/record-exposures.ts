import type { KeyActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { environmentLimit } from "@/lib/auth/environment-limit";
import { eventQuery, prisma } from "@/lib/core/db";

/** The first assignment of a user to a variant in this process. `at` is its monotonic clock, in ms. */
export type NotedExposure = {
  workspaceId: string;
  experimentId: string;
  phase: number;
  variant: string;
  propensity: number;
  batch: number;
  unitId: string;
  at: number;
};

/**
 * Records who was assigned to which variant, once per user and phase. Existing records are not changed. Converts times
 * to the database's clock: `now` minus the age of the exposure. Skips exposures of unknown experiments.
 */
export async function recordExposures(exposures: readonly NotedExposure[]): Promise<void> {
  if (exposures.length === 0) return;
  const now = performance.now();
  const column = <T>(pick: (exposure: NotedExposure) => T) => exposures.map(pick);
  // One statement is a transaction. It is not part of a request, so the hooks of requests must not run.
  await prisma().$executeRaw`
    insert into experiment_units
      (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at)
    select u.workspace, u.experiment, u.phase, u.unit, u.variant, u.propensity, u.batch,
      clock_timestamp() - make_interval(secs => u.age)
    from unnest(${column(({ workspaceId }) => workspaceId)}::uuid[], ${column(({ experimentId }) => experimentId)}::uuid[],
      ${column(({ phase }) => phase)}::int[], ${column(({ unitId }) => unitId)}::text[],
      ${column(({ variant }) => variant)}::text[], ${column(({ propensity }) => propensity)}::float8[],
      ${column(({ batch }) => batch)}::int[], ${column(({ at }) => Math.max(0, now - at) / 1000)}::float8[])
      as u (workspace, experiment, phase, unit, variant, propensity, batch, age)
    join experiments x on x.id = u.experiment and x.workspace_id = u.workspace
    order by u.experiment, u.phase, u.unit
    on conflict (experiment_id, phase, unit_id) do nothing`;
}

/** A user's assignment reported by a client. `at` is in Unix milliseconds. */
type ReportedExposure = {
  experimentId: string;
  phase: number;
  batch: number;
  variant: string;
  userId: string;
  at: number;
};

// The share is that of the batch's weights on the server. The time is limited to the range from these weights until
// now. Existing records are not changed.
const text = `with reported as (
    select * from unnest($3::int[], $4::uuid[], $5::int[], $6::int[], $7::text[], $8::text[], $9::float8[])
      as r (n, experiment, phase, batch, variant, unit, at)
  ), known as (
    select r.n, x.workspace_id, x.id, r.phase, r.unit, r.variant, (w.weights->>r.variant)::float8 as propensity, r.batch,
      greatest(w.at, least(clock_timestamp(), to_timestamp(r.at / 1000))) as exposed_at
    from reported r
    join experiments x on x.id = r.experiment and x.workspace_id = $1 and ($2::uuid[] is null or x.environment_id = any($2))
    join experiment_weights w on w.experiment_id = x.id and w.workspace_id = x.workspace_id and w.phase = r.phase
      and w.batch = r.batch and w.weights ? r.variant
  ), written as (
    insert into experiment_units
      (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at)
    select workspace_id, id, phase, unit, variant, propensity, batch, exposed_at from known order by id, phase, unit
    on conflict (experiment_id, phase, unit_id) do nothing
    returning 1
  )
  select n, (select count(*) from written)::int as written from known`;

/**
 * Records assignments reported by clients, once per user and phase, so a report can be repeated. Returns the number of
 * new records and the indices of exposures whose experiment, phase, batch or variant is unknown in the key's
 * environments. Throws 503 `database_unavailable`.
 */
export async function recordReportedExposures(
  actor: KeyActor,
  exposures: readonly ReportedExposure[],
): Promise<{ written: number; unknown: number[] }> {
  authorize(actor, "event:write");
  if (exposures.length === 0) return { written: 0, unknown: [] };
  const column = <T>(pick: (exposure: ReportedExposure, index: number) => T) => exposures.map(pick);
  const rows = await eventQuery<{ n: number; written: number }>("reported-exposures", text, [
    actor.workspaceId,
    environmentLimit(actor),
    column((_, index) => index),
    column(({ experimentId }) => experimentId),
    column(({ phase }) => phase),
    column(({ batch }) => batch),
    column(({ variant }) => variant),
    column(({ userId }) => userId),
    column(({ at }) => at),
  ]);
  const known = new Set(rows.map(({ n }) => n));
  return {
    written: rows[0]?.written ?? 0,
    unknown: exposures.flatMap((_, index) => (known.has(index) ? [] : [index])),
  };
}
