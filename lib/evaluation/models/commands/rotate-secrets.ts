import { prisma } from "@/lib/core/db";
import { encryptAgain, type Rotation, type StoredSecret } from "@/lib/core/encrypt-again";
import { keyContext } from "../queries";

async function* listSecrets(): AsyncGenerator<StoredSecret> {
  for (const { id: workspaceId } of await prisma().workspace.findMany({ select: { id: true } }))
    for (const row of await prisma().providerConnection.findMany({ where: { workspaceId, secret: { not: null } } })) {
      const { id, name, secret } = row;
      if (secret === null) continue;
      yield {
        name,
        sealed: secret,
        context: keyContext(row),
        replace: (next) =>
          prisma().providerConnection.updateMany({ where: { id, workspaceId, secret }, data: { secret: next } }),
      };
    }
}

/** Encrypts provider keys again with the newest key. Idempotent. */
export async function rotateSecrets(): Promise<Rotation> {
  return encryptAgain(listSecrets());
}
