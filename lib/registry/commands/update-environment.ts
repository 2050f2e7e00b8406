import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { parseInput } from "@/lib/core/validation";
import { type EnvironmentView, environmentFields } from "../queries/environments";
import { type UpdateEnvironmentInput, updateEnvironmentInput } from "../reviews-schema";

/** Changes who may release to an environment, and after how many approvals; what is live there stays. */
export async function updateEnvironment(actor: Actor, input: UpdateEnvironmentInput): Promise<EnvironmentView> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  const { name, requiredApprovals, isProtected } = parseInput(updateEnvironmentInput, input);
  const changed = await transaction(async (tx) => {
    const before = await tx.environment.findUnique({
      where: { workspaceId_name: { workspaceId, name } },
      select: environmentFields,
    });
    if (!before) throw notFound(`The environment ${name}`);
    authorize(actor, "workspace:write", before);
    const data = {
      ...(requiredApprovals !== undefined && requiredApprovals !== before.requiredApprovals && { requiredApprovals }),
      ...(isProtected !== undefined && isProtected !== before.isProtected && { isProtected }),
    };
    if (Object.keys(data).length === 0) return before;
    const after = await tx.environment.update({
      where: { id: before.id, workspaceId },
      data,
      select: environmentFields,
    });
    await recordAudit(tx, actor, "environment.update", { id: before.id, name }, data);
    return after;
  });
  publish("environments", workspaceId);
  return changed;
}
