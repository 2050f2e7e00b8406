import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { assertReachesAll, authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { type BudgetInput, budgetInput, budgetsReachAll, mostBudgets } from "../budgets";

/** Sets the monthly budget of a prompt or of the whole workspace. Replaces an existing amount. */
export async function saveBudget(actor: Actor, input: BudgetInput): Promise<{ id: string }> {
  authorize(actor, "guard:write");
  assertReachesAll(actor, budgetsReachAll);
  const { prompt: name, amountUsd } = parseInput(budgetInput, input);
  const { workspaceId } = actor;
  const prompt = name === null ? null : await findPromptOrThrow(workspaceId, name);
  const promptId = prompt?.id ?? null;
  return transaction(async (tx) => {
    // The lock serializes requests that set the same budget. The second one updates it.
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    const existing = await tx.budget.findFirst({ where: { workspaceId, promptId } });
    if (!existing && (await tx.budget.count({ where: { workspaceId } })) >= mostBudgets)
      throw new AppError("invalid_state", `A workspace has at most ${mostBudgets} budgets. Remove one first.`);
    const { id } = existing
      ? await tx.budget.update({ where: { id: existing.id, workspaceId }, data: { amountUsd } })
      : await tx.budget.create({ data: { workspaceId, promptId, amountUsd, createdByName: actor.name } });
    const target = { id, name: prompt?.name ?? "the workspace" };
    await recordAudit(tx, actor, "budget.save", target, { amountUsd, before: existing?.amountUsd ?? null });
    return { id };
  });
}

/** Removes a budget. Throws 404 `not_found`. */
export async function removeBudget(actor: Actor, { id }: { id: string }): Promise<{ id: string }> {
  authorize(actor, "guard:write");
  assertReachesAll(actor, budgetsReachAll);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const budget = await tx.budget.findFirst({ where: { id, workspaceId }, include: { prompt: true } });
    if (!budget) throw notFound("This budget");
    await tx.budget.deleteMany({ where: { id, workspaceId } });
    const target = { id, name: budget.prompt?.name ?? "the workspace" };
    await recordAudit(tx, actor, "budget.remove", target, { amountUsd: budget.amountUsd });
    return { id };
  });
}
