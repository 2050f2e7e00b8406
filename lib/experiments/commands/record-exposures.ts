import { prisma } from "@/lib/core/db";

/** A user who was given a variant for the first time in a process; `at` on its monotonic clock, in ms. */
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
 * Writes down who was given what, once per user and phase: who is there already stays as they are. Times are the
 * database's: `now` less how long ago it was. What belongs to no experiment of its workspace is left out.
 */
export async function recordExposures(exposures: readonly NotedExposure[]): Promise<void> {
  if (exposures.length === 0) return;
  const now = performance.now();
  const column = <T>(pick: (exposure: NotedExposure) => T) => exposures.map(pick);
  // One statement is a transaction; and this one belongs to no request, whose hooks it must not run.
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
