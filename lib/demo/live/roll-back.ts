import { transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { versionStatus } from "@/lib/registry/lifecycle";

type DemoRollback = { prompt: string; to: number; at: Date; reason: string; evidence: Prisma.InputJsonObject };

/** Writes the result of an automatic rollback in the past: release, deployment, statuses and audit events. */
export async function moveBack(
  ids: TenantPromptEnvironment,
  back: DemoRollback,
): Promise<{ revision: number; releaseId: string }> {
  const { workspaceId, promptId, environmentId } = ids;
  const { to, at, reason, evidence } = back;
  const by = { actorKind: "system" as const, actorId: null, actorName: "Guard" };
  return transaction(async (tx) => {
    const before = await tx.release.findFirstOrThrow({ where: { ...ids }, orderBy: { revision: "desc" } });
    const { id: versionId } = await tx.version.findFirstOrThrow({ where: { workspaceId, promptId, number: to } });
    const revision = before.revision + 1;
    const fromVersion = before.toVersion;
    const release = await tx.release.create({
      data: { ...ids, ...by, kind: "auto_rollback", revision, fromVersion, toVersion: to, reason, at, evidence },
    });
    await tx.deployment.updateMany({ where: { ...ids }, data: { versionId, revision, since: at } });
    for (const number of [fromVersion, to]) {
      const where = { workspaceId, promptId, number };
      const deployments = await tx.deployment.findMany({
        where: { workspaceId, promptId },
        include: { environment: true },
      });
      const { id } = await tx.version.findFirstOrThrow({ where });
      const liveStages = deployments.flatMap((one) => (one.versionId === id ? [one.environment.stage] : []));
      await tx.version.updateMany({ where, data: { status: versionStatus({ liveStages, wasReleased: true }) } });
    }
    await tx.auditEvent.create({
      data: {
        workspaceId,
        ...by,
        action: "version.rollback",
        at,
        targetKind: "prompt",
        targetId: promptId,
        targetName: back.prompt,
        data: { environment: "production", from: fromVersion, to, reason, environmentId },
      },
    });
    return { revision, releaseId: release.id };
  });
}
