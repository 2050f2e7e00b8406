import type { Transaction } from "@/lib/core/db";

/** Notes an alert as seen by every member, once what it asked for is done. Without such an alert nothing happens. */
export async function settleAlert(tx: Transaction, workspaceId: string, dedupeKey: string): Promise<void> {
  await tx.$executeRaw`
    insert into alerts_seen (alert_id, user_id)
    select a.id, m.user_id from alerts a join members m on m.workspace_id = a.workspace_id
    where a.workspace_id = ${workspaceId}::uuid and a.dedupe_key = ${dedupeKey}
    on conflict do nothing`;
}
