import { prisma } from "@/lib/core/db";

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
