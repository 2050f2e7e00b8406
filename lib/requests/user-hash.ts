import { sha256Hex } from "@/lib/core/hash";

/** The hash of a user id in the audit log and in a deletion. It can be found again only with the id. */
export const hashOfUser = (workspaceId: string, userId: string): string => sha256Hex(`${workspaceId}\0${userId}`);

/** Filters that may name a user. */
const naming = ["sessionId", "attribute", "search"];

/**
 * Returns a filter as the audit log keeps it. The log outlives users' data, so it holds hashes in place of ids and
 * texts that may name a user. Pure.
 */
export function auditedFilter(
  workspaceId: string,
  { userId, ...others }: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(others))
    if (value !== undefined) kept[name] = naming.includes(name) ? hashOfUser(workspaceId, value) : value;
  if (userId !== undefined) kept.user = hashOfUser(workspaceId, userId);
  return kept;
}
