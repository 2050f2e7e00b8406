import type { Transaction } from "@/lib/core/db";
import { isCalled } from "@/lib/core/environment-name";
import { AppError } from "@/lib/core/errors";
import { type EnvironmentView, environmentFields } from "../queries/environments";

/**
 * Locks the workspace's environments, so that names are given one after another, and reads them in their order: the
 * workspace's row first, then the environments as everyone locks them.
 */
export async function lockEnvironments(tx: Transaction, workspaceId: string): Promise<EnvironmentView[]> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
  await tx.$queryRaw`select 1 from environments where workspace_id = ${workspaceId}::uuid order by id for update`;
  return tx.environment.findMany({ where: { workspaceId }, orderBy: { position: "asc" }, select: environmentFields });
}

/** Throws 409 `already_exists` for a name that one of them has or had; `pointer` is the field it came in. */
export function assertNameFree(others: readonly EnvironmentView[], name: string, pointer: string): void {
  const other = others.find((one) => isCalled(one, name));
  if (!other) return;
  const message =
    other.name === name
      ? `There is already an environment ${name}.`
      : `${name} is a former name of ${other.name}, which applications may still use. Remove it there first.`;
  throw new AppError("already_exists", message, {
    errors: [{ pointer, code: "already_exists", message: "Choose another name." }],
  });
}
