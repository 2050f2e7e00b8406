import type { Transaction } from "@/lib/core/db";
import { heavyText } from "../heavy-sql";
import { type CountedPhase, phaseRows, phasesParameter } from "../queries/phases";
import { daySumsSql, segmentSumsSql, sumsSql } from "../sums";
import { stepSql } from "../weights";

/** Rebuilds the sums of phases whose users were stored with their counts (by a restore, a migration or a demo). */
export async function restoreSums(tx: Transaction, phases: readonly CountedPhase[]): Promise<void> {
  await tx.$executeRawUnsafe(
    `with ${phaseRows("$1")},
       bare as (
         select p.* from phases p
         where not exists (select from experiment_sums s where s.experiment_id = p.experiment_id and s.phase = p.phase)
           and exists (select from experiment_units u
             where u.experiment_id = p.experiment_id and u.phase = p.phase and u.is_counted)),
       counted as (
         select u.*, ${stepSql("u.interactions")} as step
         from bare b join experiment_units u on u.experiment_id = b.experiment_id and u.phase = b.phase and u.is_counted),
       heavy as (${heavyText("counted")}),
       by_day as (
         insert into experiment_days (workspace_id, experiment_id, phase, variant, day, sums)
         select workspace_id, experiment_id, phase, variant, (exposed_at at time zone 'UTC')::date, ${daySumsSql("counted")}
         from counted group by 1, 2, 3, 4, 5),
       by_segment as (
         insert into experiment_segments (workspace_id, experiment_id, phase, variant, attribute, value, step, sums)
         select c.workspace_id, c.experiment_id, c.phase, c.variant, s.key, s.value, c.step, ${segmentSumsSql("c")}
         from counted c cross join lateral jsonb_each_text(c.segments) s group by 1, 2, 3, 4, 5, 6, 7)
     insert into experiment_sums (workspace_id, experiment_id, phase, variant, step, sums)
     select workspace_id, experiment_id, phase, variant, step, ${sumsSql("counted")} from counted group by 1, 2, 3, 4, 5`,
    phasesParameter(phases),
  );
}
