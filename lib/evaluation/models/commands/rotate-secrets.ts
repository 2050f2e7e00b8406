import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { decryptSecret, encryptSecret, isUnderOldKey } from "@/lib/core/secrets";
import { keyContext } from "../queries";

export type Rotation = { rotated: number; current: number; unreadable: { name: string; message: string }[] };

/** Encrypts provider keys again with the newest encryption key. Idempotent. Skips rows changed at the same time. */
export async function rotateSecrets(): Promise<Rotation> {
  const result: Rotation = { rotated: 0, current: 0, unreadable: [] };
  for (const { id: workspaceId } of await prisma().workspace.findMany({ select: { id: true } })) {
    const rows = await prisma().providerConnection.findMany({ where: { workspaceId, secret: { not: null } } });
    for (const row of rows) {
      const { id, secret, name } = row;
      if (secret === null) continue;
      if (!isUnderOldKey(secret)) {
        result.current++;
        continue;
      }
      try {
        const next = encryptSecret(decryptSecret(secret, keyContext(row)), keyContext(row));
        const where = { id, workspaceId, secret };
        const { count } = await prisma().providerConnection.updateMany({ where, data: { secret: next } });
        result.rotated += count;
      } catch (error) {
        if (!isAppError(error)) throw error;
        result.unreadable.push({ name, message: error.message });
      }
    }
  }
  return result;
}
