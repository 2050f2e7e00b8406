import type { Transaction } from "@/lib/core/db";
import { hasName } from "@/lib/core/environment-name";
import { AppError } from "@/lib/core/errors";
import { type EnvironmentView, environmentFields } from "../queries/environments";

/**
 * Locks the workspace's row, then its environments in the order of their ids, and returns them by position. This
 * serializes changes of environment names.
 */
export async function lockEnvironments(tx: Transaction, workspaceId: string): Promise<EnvironmentView[]> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
  await tx.$queryRaw`select 1 from environments where workspace_id = ${workspaceId}::uuid order by id for update`;
  return tx.environment.findMany({ where: { workspaceId }, orderBy: { position: "asc" }, select: environmentFields });
}

/** Throws 409 `already_exists` if one of the environments has or had the name. `pointer` is the field of the name. */
export function assertNameFree(others: readonly EnvironmentView[], name: string, pointer: string): void {
  const other = others.find((one) => hasName(one, name));
  if (!other) return;
  const message =
    other.name === name
      ? `There is already an environment ${name}.`
      : `${name} is a former name of ${other.name}, which applications may still use. Remove it there first.`;
  throw new AppError("already_exists", message, {
    errors: [{ pointer, code: "already_exists", message: "Choose another name." }],
  });
}
