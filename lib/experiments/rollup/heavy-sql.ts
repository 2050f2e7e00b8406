/** Of what the users with the most are kept: who could sway a rate, a rare event, a cost. */
const kinds = ["interactions", "violations", "refusals", "cost_sum_usd"] as const;

/** How many users of a kind a snapshot holds. */
export const heaviest = 3;

/**
 * Writes down, of rows of units, the `most` of each arm with the most of each kind. A user's numbers only grow, so whoever
 * is among the first of all was among the first of the rows they were last counted with.
 */
export const heavyText = (rows: string, most: number): string => `
    insert into experiment_heavy_users (workspace_id, experiment_id, phase, variant, kind, unit_id, value)
    select workspace_id, experiment_id, phase, variant, kind, unit_id, value from (
      select r.workspace_id, r.experiment_id, r.phase, r.variant, r.unit_id, k.kind, k.value,
        row_number() over (partition by r.experiment_id, r.phase, r.variant, k.kind order by k.value desc, r.unit_id) as place
      from ${rows} r cross join lateral (values ${kinds.map((kind) => `('${kind}', r.${kind}::float8)`).join(", ")}) k (kind, value)
      where k.value > 0) ranked
    where place <= ${most} order by experiment_id, phase, variant, kind, unit_id
    on conflict (experiment_id, phase, variant, kind, unit_id) do update set value = excluded.value`;
