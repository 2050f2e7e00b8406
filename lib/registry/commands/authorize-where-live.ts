import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";

/**
 * Requires the permission to release in every environment where one of the prompts is live. For changes that decide
 * whether applications get the prompts at all.
 */
export async function authorizeWhereLive(tx: Transaction, actor: Actor, promptIds: readonly string[]): Promise<void> {
  const { workspaceId } = actor;
  const environments = await tx.environment.findMany({
    where: { workspaceId, deployments: { some: { workspaceId, promptId: { in: [...promptIds] } } } },
    orderBy: { position: "asc" },
  });
  for (const environment of environments) authorize(actor, "prompt:promote", environment);
}
