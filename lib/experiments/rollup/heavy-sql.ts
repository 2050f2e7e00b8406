/**
 * The values for which the heaviest users are stored, because these users alone could change a rate, a rare event or a
 * cost.
 */
const kinds = ["interactions", "violations", "refusals", "cost_sum_usd"] as const;

/** The number of users per kind in a snapshot. */
export const heaviest = 3;

/**
 * Stores the `heaviest` users of each arm and kind among the rows of units. Rows up to the stored third value are not
 * ranked: counts only grow, so every user in the top three exceeds it when counted. Needs the table `phases`.
 */
export const heavyText = (rows: string): string => `
    insert into experiment_heavy_users (workspace_id, experiment_id, phase, variant, kind, unit_id, value)
    select workspace_id, experiment_id, phase, variant, kind, unit_id, value from (
      select r.workspace_id, r.experiment_id, r.phase, r.variant, r.unit_id, k.kind, k.value,
        row_number() over (
          partition by r.experiment_id, r.phase, r.variant, k.kind order by k.value desc, r.unit_id collate "C") as place
      from ${rows} r cross join lateral (values ${kinds.map((kind) => `('${kind}', r.${kind}::float8)`).join(", ")}) k (kind, value)
      left join (
        select * from (
          select h.experiment_id, h.phase, h.variant, h.kind, h.value, row_number() over (
            partition by h.experiment_id, h.phase, h.variant, h.kind order by h.value desc) as place
          from phases p join experiment_heavy_users h on h.experiment_id = p.experiment_id and h.phase = p.phase) stored
        where place = ${heaviest}) third
        on third.experiment_id = r.experiment_id and third.phase = r.phase and third.variant = r.variant and third.kind = k.kind
      where k.value > coalesce(third.value, 0)) ranked
    where place <= ${heaviest} order by experiment_id, phase, variant, kind, unit_id
    on conflict (experiment_id, phase, variant, kind, unit_id) do update set value = excluded.value`;
