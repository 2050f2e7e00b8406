import type { Transaction } from "@/lib/core/db";

/** What an identity provider changes in a workspace happens one after the other; taken before every other lock. */
export async function lockScim(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`scim ${workspaceId}`}, 0))`;
}
