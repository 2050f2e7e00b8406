import { type Person, personRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { CreateWorkspaceInput } from "@/lib/auth/schema";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { insertWorkspace } from "./insert-workspace";

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
