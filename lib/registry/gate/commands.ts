import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { invalidField, notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { parseInput } from "@/lib/core/validation";
import { assertNotArchived, changedBy, loadEnvironment, lockPrompt } from "../commands/load";
import { type GatePolicyView, getGatePolicyOrThrow } from "./queries/policies";
import { type GatePolicyKey, type SaveGatePolicyInput, saveGatePolicyInput } from "./schema";

/**
 * Creates or changes the gate of a prompt in an environment. Locks the prompt's row, so that a concurrent move sees the
 * gate either before or after the change. A suite that is new to the gate is approved in its current state. Later
 * changes of the suite are approved by `approveSuite`. Throws 422 for a gate without requirements.
 */
export async function saveGatePolicy(actor: Actor, input: SaveGatePolicyInput): Promise<GatePolicyView> {
  authorize(actor, "gate:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { workspaceId } = actor;
  const { name, environment: place, suite, model, ...rules } = parseInput(saveGatePolicyInput, input);
  const environment = await loadEnvironment(workspaceId, place);
  authorize(actor, "gate:write", environment);
  if (Object.keys(rules.minimums).length === 0 && !rules.isNotWorse)
    throw invalidField("/minimums", "A gate needs at least one rule: a minimum, or not worse than the live version.");
  const prompt = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    assertNotArchived(prompt);
    const { id: suiteId, name: suiteName } = await usableSuite(tx, workspaceId, suite);
    const data = {
      ...rules,
      suiteId,
      updatedByName: actor.name,
      updatedAt: databaseNow(),
      model: (model as Prisma.InputJsonObject | null) ?? Prisma.DbNull,
    };
    const key = { promptId: prompt.id, environmentId: environment.id };
    const before = await tx.gatePolicy.findFirst({ where: { workspaceId, ...key }, select: { suiteId: true } });
    // The database trigger copies the current suite if the gate is new or has another suite than before.
    const approval = before?.suiteId === suiteId ? {} : { approvedBy: changedBy(actor) };
    await tx.gatePolicy.upsert({
      where: { promptId_environmentId: key, workspaceId },
      create: { workspaceId, ...key, ...data, ...approval },
      update: { ...data, ...approval },
    });
    const rule = { ...rules, model: model as Prisma.InputJsonObject | null, suite: suiteName };
    await recordAudit(tx, actor, "gate.save", prompt, { environment: environment.name, ...rule });
    return prompt;
  });
  return getGatePolicyOrThrow(actor, { name: prompt.name, environment: environment.name });
}

/** Deletes a gate and returns it. Throws 404 if there is none. */
export async function removeGatePolicy(
  actor: Actor,
  { name, environment: place }: GatePolicyKey,
): Promise<GatePolicyView> {
  authorize(actor, "gate:write");
  const { workspaceId } = actor;
  const environment = await loadEnvironment(workspaceId, place);
  authorize(actor, "gate:write", environment);
  const policy = await getGatePolicyOrThrow(actor, { name, environment: environment.name });
  await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    const where = { workspaceId, promptId: prompt.id, environmentId: environment.id };
    const { count } = await tx.gatePolicy.deleteMany({ where });
    if (count === 0) throw notFound(`A gate of ${prompt.name} for ${environment.name}`);
    await recordAudit(tx, actor, "gate.remove", prompt, { environment: environment.name });
  });
  return policy;
}

async function usableSuite(tx: Transaction, workspaceId: string, id: string): Promise<{ id: string; name: string }> {
  const suite = await tx.testSuite.findFirst({
    where: { id, workspaceId },
    select: { id: true, name: true, archivedAt: true },
  });
  if (!suite) throw invalidField("/suite", "This suite does not exist in this workspace.");
  if (suite.archivedAt)
    throw invalidField("/suite", `The suite ${suite.name} is archived. Restore it, or choose another.`);
  return suite;
}
