import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { saveGatePolicy } from "@/lib/registry/gate/commands";

/** A gate that lets Fernway's next reply pass; triage has one that does not (runs.ts). */
export async function seedGates(owner: UserActor): Promise<void> {
  const { workspaceId } = owner;
  const suite = await prisma().testSuite.findFirstOrThrow({ where: { workspaceId, name: "Support, everyday" } });
  await saveGatePolicy(owner, {
    name: "support/reply",
    environment: "production",
    suite: suite.id,
    minimums: { accuracy: 0.8, format: 0.98, safety: 1 },
    budgetUsd: 2,
  });
}
