import type { Transaction } from "@/lib/core/db";
import type { ActorKind } from "@/lib/core/generated/prisma/enums";

export type ActorRef = { kind: ActorKind; id: string | null };

/**
 * The actors responsible for an actor's actions, as "kind id". Always the actor itself. For a key also its creator and
 * the key it was rotated from, according to the audit log, recursively.
 */
export async function listResponsibleActors(
  tx: Transaction,
  workspaceId: string,
  { kind, id }: ActorRef,
): Promise<string[]> {
  if (id === null) return [];
  if (kind !== "key") return [`${kind} ${id}`];
  // The time bounds let PostgreSQL find a key's first event by index.
  const rows = await tx.$queryRaw<{ one: string }[]>`
    with recursive behind (kind, id) as (
      select 'key'::text, ${id}::text
      union
      select next.kind, next.id from behind b
      join api_keys k on b.kind = 'key' and k.workspace_id = ${workspaceId}::uuid and k.id::text = b.id
      cross join lateral (
        select 'key'::text as kind, k.rotated_from_id::text as id
        union all
        select a.actor_kind::text, a.actor_id from audit_events a
        where a.workspace_id = k.workspace_id and a.target_kind = 'key' and a.target_id = b.id
          and a.action in ('key.create', 'key.rotate')
          and a.at between k.created_at - interval '1 minute' and k.created_at + interval '1 minute'
      ) next where next.id is not null
    ) select kind || ' ' || id as one from behind`;
  return rows.map(({ one }) => one);
}
