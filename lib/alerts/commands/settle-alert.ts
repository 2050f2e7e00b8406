import type { Transaction } from "@/lib/core/db";

/** Marks an alert as seen by every member when its task is done. Does nothing without such an alert. */
export async function settleAlert(tx: Transaction, workspaceId: string, dedupeKey: string): Promise<void> {
  await tx.$executeRaw`
    insert into alerts_seen (alert_id, user_id)
    select a.id, m.user_id from alerts a join members m on m.workspace_id = a.workspace_id
    where a.workspace_id = ${workspaceId}::uuid and a.dedupe_key = ${dedupeKey}
    on conflict do nothing`;
}
