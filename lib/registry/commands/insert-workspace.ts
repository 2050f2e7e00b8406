import { type Transaction, transaction } from "@/lib/core/db";
import type { Environment } from "@/lib/core/generated/prisma/client";

/** The environments of a new workspace. Production is protected. */
const defaultEnvironments = [
  { name: "development", stage: "development", isProtected: false },
  { name: "staging", stage: "testing", isProtected: false },
  { name: "production", stage: "production", isProtected: true },
] as const;

type Input = { id?: string; name: string; slug: string; ownerId: string; isReady?: boolean; demoForId?: string };

/** Inserts a workspace with its default environments and its owner. For seeding, tests and `createWorkspace`. */
export async function insertWorkspace(
  { ownerId, isReady = true, ...named }: Input,
  within?: Transaction,
): Promise<{ id: string; environments: Environment[] }> {
  const make = async (tx: Transaction) => {
    const { id } = await tx.workspace.create({ data: { ...named, isReady } });
    await tx.member.create({ data: { workspaceId: id, userId: ownerId, role: "owner" } });
    const environments = await tx.environment.createManyAndReturn({
      data: defaultEnvironments.map((environment, position) => ({ ...environment, position, workspaceId: id })),
    });
    return { id, environments };
  };
  return within ? make(within) : transaction(make);
}
