import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { parseInput } from "@/lib/core/validation";
import { placeOf } from "../environment-order";
import { type EnvironmentView, environmentFields } from "../queries/environments";
import { type AddEnvironmentInput, addEnvironmentInput } from "../reviews-schema";
import { assertNameFree, lockEnvironments } from "./lock-environments";

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
