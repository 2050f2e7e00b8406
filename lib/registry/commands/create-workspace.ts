import { type Person, personRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { CreateWorkspaceInput } from "@/lib/auth/schema";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
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

/**
 * Creates a workspace with the person as its owner. Any signed-in person may. Throws 409 `already_exists` if the slug
 * is in use.
 */
export async function createWorkspace(person: Person, { name, slug }: CreateWorkspaceInput): Promise<{ slug: string }> {
  try {
    await transaction(async (tx) => {
      const { id } = await insertWorkspace({ name, slug, ownerId: person.userId }, tx);
      await recordAudit(tx, { workspaceId: id, record: personRecord(person) }, "workspace.create", { id, name });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = `The address /${slug} is taken. Choose another.`;
    throw new AppError("already_exists", message, { errors: [{ pointer: "/slug", code: "already_exists", message }] });
  }
  return { slug };
}
