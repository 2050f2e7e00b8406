import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";

/** Refuses who may not release where one of the prompts is live: for what changes whom applications get at all. */
export async function authorizeWhereLive(tx: Transaction, actor: Actor, promptIds: readonly string[]): Promise<void> {
  const { workspaceId } = actor;
  const environments = await tx.environment.findMany({
    where: { workspaceId, deployments: { some: { workspaceId, promptId: { in: [...promptIds] } } } },
    orderBy: { position: "asc" },
  });
  for (const environment of environments) authorize(actor, "prompt:promote", environment);
}
