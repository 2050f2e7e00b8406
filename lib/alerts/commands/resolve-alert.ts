import type { Transaction } from "@/lib/core/db";
import { settleAlert } from "./settle-alert";

/**
 * Resolves an alert whose cause is gone: every member has seen it, and the same cause raises a new alert when it comes
 * back. Does nothing without such an alert.
 */
export async function resolveAlert(tx: Transaction, workspaceId: string, dedupeKey: string): Promise<void> {
  await settleAlert(tx, workspaceId, dedupeKey);
  await tx.$executeRaw`
    update alerts set dedupe_key = dedupe_key || ' ' || id
    where workspace_id = ${workspaceId}::uuid and dedupe_key = ${dedupeKey}`;
}
