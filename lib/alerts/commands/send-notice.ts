import type { Transaction } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import type { NewNotice } from "../notice-kinds";

/**
 * Stores a notice, and a delivery for every channel that asks for its kind, in the transaction of its cause. Stores
 * nothing if no channel asks for it. `isProtected`: whether its environment is protected; null without an environment.
 */
export async function sendNotice(tx: Transaction, notice: NewNotice, isProtected: boolean | null): Promise<void> {
  const { workspaceId, kind, severity, title, body = "", path = "", dedupeKey } = notice;
  const { promptId = null, environmentId = null, data = {} } = notice;
  await tx.$executeRaw`
    with channels as (
      select id from alert_channels
      where workspace_id = ${workspaceId}::uuid and is_enabled and ${kind} = any(notices)
        and (notice_environments = 'all' or ${isProtected}::boolean is not false)
      for key share),
    notice as (
      insert into alerts (id, workspace_id, kind, severity, title, body, path, prompt_id, environment_id, data, dedupe_key, at)
      select ${uuidV7()}::uuid, ${workspaceId}::uuid, ${kind}, ${severity}::alert_severity, ${title}, ${body}, ${path},
        ${promptId}::uuid, ${environmentId}::uuid, ${JSON.stringify(data)}::jsonb, ${dedupeKey}, clock_timestamp()
      where exists (select from channels)
      on conflict (workspace_id, dedupe_key) do nothing returning id)
    insert into alert_deliveries (id, workspace_id, channel_id, alert_id)
    select gen_random_uuid(), ${workspaceId}::uuid, channels.id, notice.id from channels cross join notice`;
}
