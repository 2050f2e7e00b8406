import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/core/audit";
import type { Transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { PreparedContent } from "../prepare";
import type { LoadedPrompt } from "./load";

type Input = { prompt: LoadedPrompt; prepared: PreparedContent; message: string; parentVersion: number | null };

/** Adds the next version of a prompt whose row the transaction has locked. Numbers count up and are never used again. */
export async function insertVersion(
  tx: Transaction,
  actor: Actor,
  { prompt, prepared, message, parentVersion }: Input,
) {
  const { workspaceId } = actor;
  const { latestVersion: number } = await tx.prompt.update({
    where: { id: prompt.id, workspaceId },
    data: { latestVersion: { increment: 1 }, updatedAt: new Date() },
    select: { latestVersion: true },
  });
  const by = actorRecord(actor);
  const version = await tx.version.create({
    data: {
      ...{ workspaceId, promptId: prompt.id, number, message, parentNumber: parentVersion },
      content: prepared.content as Prisma.InputJsonValue,
      ...(prepared.expanded && { expanded: prepared.expanded as Prisma.InputJsonValue }),
      contentHash: prepared.contentHash,
      ...{ authorKind: by.actorKind, authorId: by.actorId, authorName: by.actorName },
    },
    select: { id: true, number: true, contentHash: true, createdAt: true },
  });
  await recordAudit(tx, {
    workspaceId,
    actor: by,
    action: "version.create",
    target: { kind: "prompt", id: prompt.id, name: prompt.name },
    data: { version: number, message, contentHash: version.contentHash },
  });
  return version;
}
