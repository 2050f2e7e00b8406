import { raiseAlert } from "@/lib/alerts/commands/alerts";
import { judgeBudget } from "@/lib/alerts/definitions/judge-budget";
import { type Transaction, transaction } from "@/lib/core/db";
import type { PromptEnvironmentNames } from "@/lib/core/prompt-environment";
import { budgetSteps, judgingAt } from "../budget";
import { isOfHalf } from "../sampling";
import type { Sample } from "./claim-samples";

/** The amount reserved for a judgement, and the day (UTC). */
export type Reservation = { day: string; reservedUsd: number };

type Wish = {
  /** The estimated cost of the call. Null: unknown, so no budget can be applied. */
  estimateUsd: number | null;
  budgetUsd: number | null;
  place: PromptEnvironmentNames;
};

/**
 * Reserves the cost of a judgement before the call, so that all processes together stay within the daily budget.
 * Returns null if the budget is exhausted. Raises an alert once a day when the budget is nearly used.
 */
export function reserve(sample: Sample, { estimateUsd, budgetUsd, place }: Wish): Promise<Reservation | null> {
  const { workspaceId, promptId, environmentId, interactionId } = sample;
  const reservedUsd = estimateUsd ?? 0;
  const cause = (day: string) => {
    return { workspaceId, promptId, environmentId, dedupeKey: `judge.budget:${promptId}:${environmentId}:${day}` };
  };
  return transaction(async (tx) => {
    const { day, spentUsd } = await lockDay(tx, sample);
    const judging = judgingAt(spentUsd, budgetUsd);
    const fits = budgetUsd === null || spentUsd + reservedUsd <= budgetUsd;
    if (budgetUsd !== null && (!fits || spentUsd + reservedUsd >= budgetUsd * budgetSteps.alerted))
      await raiseAlert(tx, judgeBudget.alert(cause(day), { day, budgetUsd, spentUsd }, place));
    if (!fits || judging === "none" || (judging === "half" && !isOfHalf(interactionId))) return null;
    await tx.$executeRaw`
      update online_spend set cost_usd = cost_usd + ${reservedUsd}
      where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
        and environment_id = ${environmentId}::uuid and day = ${day}::date`;
    return { day, reservedUsd };
  });
}

async function lockDay(tx: Transaction, { workspaceId, promptId, environmentId }: Sample) {
  const [row] = await tx.$queryRaw<[{ day: string; spentUsd: number }]>`
    insert into online_spend (workspace_id, prompt_id, environment_id, day)
    values (${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, (now() at time zone 'UTC')::date)
    on conflict (prompt_id, environment_id, day) do update set cost_usd = online_spend.cost_usd
    returning day::text, cost_usd as "spentUsd"`;
  return row;
}

/** Replaces the reserved amount with the actual cost (null: unknown), in the transaction that stores the judgement. */
export async function settle(
  tx: Transaction,
  { workspaceId, promptId, environmentId }: Sample,
  { day, reservedUsd }: Reservation,
  { costUsd, isInvalid }: { costUsd: number | null; isInvalid: boolean },
): Promise<void> {
  await tx.$executeRaw`
    update online_spend set judgements = judgements + 1, invalid = invalid + ${isInvalid ? 1 : 0},
      unpriced = unpriced + ${costUsd === null ? 1 : 0}, cost_usd = greatest(0, cost_usd + ${(costUsd ?? 0) - reservedUsd})
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and day = ${day}::date`;
}
