import { type ClickHouse, clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";

/**
 * ClickHouse, and the instant before which it has all committed events. With `isDirect`, newer answers may be in
 * ClickHouse only.
 */
export type Readable = { store: ClickHouse; to: Date; isDirect: boolean };

/**
 * Batches queued for longer than this lower the border. A late event with an old time that is queued for seconds is
 * only briefly missing.
 */
const patience = "1 minute";
const recent = "15 minutes";
/** How long after the mode was switched off answers stored only in ClickHouse may be newer than the border. */
const direct = "1 day";

/** Returns null without ClickHouse, and until it has a complete copy. Rows from `to` on are read in PostgreSQL. */
export async function findReadable(): Promise<Readable | null> {
  const store = clickHouse();
  if (!store) return null;
  const [row] = await prisma().$queryRawUnsafe<{ to: Date; isDirect: boolean }[]>(`
    select least(min(from_at) filter (where queued_at < now() - interval '${patience}'),
      greatest(min(from_at), now() - interval '${recent}'), now()) as "to",
      f.is_direct or coalesce(f.direct_switched_at > now() - interval '${direct}', false) as "isDirect"
    from event_forwarding f
    left join (select from_at, queued_at from forward_batches union all select from_at, now() from event_batches) b on true
    where f.copied_at is not null group by f.is_on`);
  return row ? { store, ...row } : null;
}
