import type { Transaction } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import type { NewAlert } from "../registry";

/**
 * Stores an alert, and a delivery for every channel that accepts it, in the transaction of its cause. Returns its id,
 * or null if an alert with the same key exists.
 */
export async function raiseAlert(tx: Transaction, alert: NewAlert): Promise<string | null> {
  const { workspaceId, kind, severity, title, body = "", path = "", dedupeKey } = alert;
  const { promptId = null, environmentId = null, data = {} } = alert;
  const id = uuidV7();
  const count = await tx.$executeRaw`
    insert into alerts (id, workspace_id, kind, severity, title, body, path, prompt_id, environment_id, data, dedupe_key, at)
    values (${id}::uuid, ${workspaceId}::uuid, ${kind}, ${severity}::alert_severity, ${title}, ${body}, ${path},
      ${promptId}::uuid, ${environmentId}::uuid, ${JSON.stringify(data)}::jsonb, ${dedupeKey}, clock_timestamp())
    on conflict (workspace_id, dedupe_key) do nothing`;
  if (count === 0) return null;
  // The lock leaves out a channel that is removed concurrently. Without it the insert could fail and roll back the
  // cause.
  await tx.$executeRaw`insert into alert_deliveries (id, workspace_id, channel_id, alert_id)
    select gen_random_uuid(), workspace_id, id, ${id}::uuid from alert_channels
    where workspace_id = ${workspaceId}::uuid and is_enabled and minimum <= ${severity}::alert_severity for key share`;
  return id;
}
