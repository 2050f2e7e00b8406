import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { saveGatePolicy } from "@/lib/registry/gate/commands";

/** Writes a gate that Fernway's next reply passes. The gate of triage fails (runs.ts). */
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
