import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { ReleaseKind } from "@/lib/core/generated/prisma/enums";
import { isLocked } from "../lifecycle";

type IntendedRelease = {
  kind: ReleaseKind;
  prompt: { id: string; name: string };
  environment: { id: string; name: string };
  to: { number: number };
};

/**
 * Throws 409 `version_locked` for a version that was rolled back automatically, unless a person promotes it. Rollbacks
 * are always allowed. The caller must hold the prompt's lock.
 */
export async function assertNotLocked(tx: Transaction, actor: Actor, release: IntendedRelease): Promise<void> {
  const { kind, prompt, environment, to } = release;
  if (actor.kind === "user" || kind === "rollback" || kind === "auto_rollback") return;
  const releases = await tx.release.findMany({
    where: {
      workspaceId: actor.workspaceId,
      promptId: prompt.id,
      environmentId: environment.id,
      OR: [{ toVersion: to.number }, { fromVersion: to.number }],
    },
    orderBy: { revision: "desc" },
    select: { kind: true, fromVersion: true, toVersion: true },
  });
  if (!isLocked(releases, to.number)) return;
  const message = `v${to.number} of ${prompt.name} was rolled back automatically in ${environment.name}. Only a person can promote it there again.`;
  throw new AppError("version_locked", message);
}
