import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import type { AlertChannel } from "@/lib/core/generated/prisma/client";
import { decryptSecret, encryptSecret, isUnderOldKey, type SecretContext } from "@/lib/core/secrets";
import { signingContext, targetContext } from "../sealed";

export type Rotation = { rotated: number; current: number; unreadable: { name: string; message: string }[] };

type StoredSecret = { field: "target" | "signingSecret"; sealed: string; context: SecretContext };

const secretsIn = (row: AlertChannel): StoredSecret[] => [
  { field: "target", sealed: row.target, context: targetContext(row) },
  ...(row.signingSecret === null
    ? []
    : [{ field: "signingSecret" as const, sealed: row.signingSecret, context: signingContext(row) }]),
];

/** Encrypts addresses and signing secrets under an older key again with the newest key. Idempotent. */
export async function rotateChannelSecrets(): Promise<Rotation> {
  const result: Rotation = { rotated: 0, current: 0, unreadable: [] };
  for (const { id: workspaceId } of await prisma().workspace.findMany({ select: { id: true } }))
    for (const row of await prisma().alertChannel.findMany({ where: { workspaceId } }))
      for (const { field, sealed, context } of secretsIn(row)) {
        if (!isUnderOldKey(sealed)) {
          result.current++;
          continue;
        }
        try {
          const next = encryptSecret(decryptSecret(sealed, context), context);
          // A row that was changed concurrently is skipped.
          const where = { id: row.id, workspaceId, [field]: sealed };
          result.rotated += (await prisma().alertChannel.updateMany({ where, data: { [field]: next } })).count;
        } catch (error) {
          if (!isAppError(error)) throw error;
          result.unreadable.push({ name: row.name, message: error.message });
        }
      }
  return result;
}
