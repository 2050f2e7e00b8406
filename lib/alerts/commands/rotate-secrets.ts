import { prisma } from "@/lib/core/db";
import { encryptAgain, type Rotation, type StoredSecret } from "@/lib/core/encrypt-again";
import { signingContext, targetContext } from "../sealed";

async function* listSecrets(): AsyncGenerator<StoredSecret> {
  for (const { id: workspaceId } of await prisma().workspace.findMany({ select: { id: true } }))
    for (const row of await prisma().alertChannel.findMany({ where: { workspaceId } })) {
      const { id, name, target, signingSecret } = row;
      yield {
        name,
        sealed: target,
        context: targetContext(row),
        replace: (next) =>
          prisma().alertChannel.updateMany({ where: { id, workspaceId, target }, data: { target: next } }),
      };
      if (signingSecret === null) continue;
      yield {
        name,
        sealed: signingSecret,
        context: signingContext(row),
        replace: (next) =>
          prisma().alertChannel.updateMany({
            where: { id, workspaceId, signingSecret },
            data: { signingSecret: next },
          }),
      };
    }
}

/** Encrypts addresses and signing secrets of channels again with the newest key. Idempotent. */
export async function rotateChannelSecrets(): Promise<Rotation> {
  return encryptAgain(listSecrets());
}
