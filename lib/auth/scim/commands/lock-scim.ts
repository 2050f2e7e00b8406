import type { Transaction } from "@/lib/core/db";

/** Serializes the changes of an identity provider in a workspace. Must be taken before every other lock. */
export async function lockScim(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`scim ${workspaceId}`}, 0))`;
}
