import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { assertProved, authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { hasName } from "@/lib/core/environment-name";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError, notFound } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { parseInput } from "@/lib/core/validation";
import { placeOf } from "../environment-order";
import { type EnvironmentView, environmentFields } from "../queries/environments";
import {
  type AddEnvironmentInput,
  addEnvironmentInput,
  type FormerNameInput,
  formerNameInput,
  type UpdateEnvironmentInput,
  updateEnvironmentInput,
} from "../reviews-schema";
import { assertNameFree, lockEnvironments } from "./load";
import { raiseEpoch } from "./raise-epoch";

const mostEnvironments = 20;

/**
 * Adds an environment and shifts the positions of those after it. Throws 409 `already_exists` if the name is in use.
 */
export async function addEnvironment(actor: Actor, input: AddEnvironmentInput): Promise<EnvironmentView> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  const {
    name,
    stage,
    isProtected,
    position: requestedPosition,
    requiredApprovals = 0,
  } = parseInput(addEnvironmentInput, input);
  const made = await transaction(async (tx) => {
    const others = await lockEnvironments(tx, workspaceId);
    assertNameFree(others, name, "/name");
    if (others.length >= mostEnvironments)
      throw new AppError("invalid_state", `A workspace has at most ${mostEnvironments} environments.`);
    const place = placeOf(stage, others, requestedPosition);
    for (const [index, other] of others.entries()) {
      const position = index < place ? index : index + 1;
      if (position !== other.position)
        await tx.environment.update({ where: { id: other.id, workspaceId }, data: { position } });
    }
    const row = await tx.environment.create({
      data: { workspaceId, name, stage, isProtected, requiredApprovals, position: place },
      select: environmentFields,
    });
    await recordAudit(tx, actor, "environment.create", { id: row.id, name }, { stage, isProtected, requiredApprovals });
    return row;
  });
  publish("environments", workspaceId);
  return made;
}

const mostFormerNames = 20;

/**
 * Changes an environment's name, who may release there, and how many approvals a release needs. Deployments stay.
 * Former names still refer to it. Throws 403 `proof_required` if a release would need less than before, because this is
 * as sensitive as a release; 409 `already_exists` if another environment has or had the name.
 */
export async function updateEnvironment(actor: Actor, input: UpdateEnvironmentInput): Promise<EnvironmentView> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  const { name, requiredApprovals, isProtected, newName } = parseInput(updateEnvironmentInput, input);
  const { changed, epochs } = await transaction(async (tx) => {
    const { before, others } = await lockOne(tx, actor, name);
    const rules = {
      ...(requiredApprovals !== undefined && requiredApprovals !== before.requiredApprovals && { requiredApprovals }),
      ...(isProtected !== undefined && isProtected !== before.isProtected && { isProtected }),
    };
    const isLessStrict =
      rules.isProtected === false || (rules.requiredApprovals ?? Infinity) < before.requiredApprovals;
    if (isLessStrict) assertProved(actor);
    const isRenamed = newName !== undefined && newName !== before.name;
    if (isRenamed) assertNameFree(others, newName, "/newName");
    const formerNames = [...before.formerNames.filter((one) => one !== newName), before.name];
    if (isRenamed && formerNames.length > mostFormerNames)
      throw new AppError("invalid_state", `${before.name} has ${mostFormerNames} former names. Remove one first.`);
    if (!isRenamed && Object.keys(rules).length === 0) return { changed: before, epochs: [] };
    const changed = await tx.environment.update({
      where: { id: before.id, workspaceId },
      data: { ...rules, ...(isRenamed && { name: newName, formerNames }) },
      select: environmentFields,
    });
    const target = { id: changed.id, name: changed.name };
    if (Object.keys(rules).length > 0) await recordAudit(tx, actor, "environment.update", target, rules);
    if (!isRenamed) return { changed, epochs: [] };
    await recordAudit(tx, actor, "environment.rename", target, { from: before.name });
    // Responses, caches and bundles contain the name, so every prompt there has changed.
    return { changed, epochs: [(await raiseEpoch(tx, { workspaceId, environmentId: changed.id }, null)).change] };
  });
  publish("environments", workspaceId);
  announceEpochs(epochs);
  return changed;
}

/** Removes a former name. Applications that use it get 404, and another environment may take it. */
export async function removeFormerName(actor: Actor, input: FormerNameInput): Promise<EnvironmentView> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  const { name, formerName } = parseInput(formerNameInput, input);
  const changed = await transaction(async (tx) => {
    const { before } = await lockOne(tx, actor, name);
    if (!before.formerNames.includes(formerName)) throw notFound(`The former name ${formerName} of ${before.name}`);
    const formerNames = before.formerNames.filter((one) => one !== formerName);
    const where = { id: before.id, workspaceId };
    const after = await tx.environment.update({ where, data: { formerNames }, select: environmentFields });
    await recordAudit(tx, actor, "environment.former-name.remove", { id: after.id, name: after.name }, { formerName });
    return after;
  });
  publish("environments", workspaceId);
  return changed;
}

async function lockOne(tx: Transaction, actor: Actor, name: string) {
  const all = await lockEnvironments(tx, actor.workspaceId);
  const before = all.find((one) => hasName(one, name));
  if (!before) throw notFound(`The environment ${name}`);
  authorize(actor, "workspace:write", before);
  return { before, others: all.filter(({ id }) => id !== before.id) };
}
