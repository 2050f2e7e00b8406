import type { UserActor } from "@/lib/auth/actor";
import { transaction } from "@/lib/core/db";

const day = 24 * 3600 * 1000;

/** Adds the former name of support/reply, which an older application still uses. */
export async function seedNames({ workspaceId }: UserActor): Promise<void> {
  await transaction(async (tx) => {
    const { id: promptId } = await tx.prompt.findFirstOrThrow({ where: { workspaceId, name: "support/reply" } });
    const createdAt = new Date(Date.now() - 64 * day);
    const name = "support/answer-mail";
    await tx.promptAlias.create({ data: { workspaceId, name, promptId, createdByName: "Mara Lindqvist", createdAt } });
    await tx.auditEvent.create({
      data: {
        workspaceId,
        actorKind: "user",
        actorName: "Mara Lindqvist",
        action: "prompt.rename",
        at: createdAt,
        targetKind: "prompt",
        targetId: promptId,
        targetName: "support/reply",
        data: { formerName: name, isKept: true },
      },
    });
  });
}
