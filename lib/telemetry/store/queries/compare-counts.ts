import type { ClickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { isNotExpired } from "../kept-row";

const comparedTables = ["interactions", "spans"] as const;
type ComparedTable = (typeof comparedTables)[number];

/**
 * The number of events of one day (UTC) in both stores, without events that were stored only in ClickHouse. `setAside`:
 * how many of PostgreSQL's could not be copied and were set aside.
 */
export type DayCount = {
  workspaceId: string;
  day: string;
  table: ComparedTable;
  postgres: number;
  clickHouse: number;
  setAside: number;
};

type Count = { workspaceId: string; day: string; count: number };
type Month = { from: Date; to: Date };

/** Selects queued events, which are not counted. Spans are queued by trace. */
const waiting: Record<ComparedTable, string> = {
  interactions: `and not exists (select from event_batches b where b.id = e.batch_id)
    and not exists (select from forward_batches b where b.id = e.batch_id)`,
  spans: `and not exists (select from forward_changes c where c.workspace_id = e.workspace_id and c.kind = 'traces'
    and e.trace_id = any(c.keys))`,
};

async function countHere(table: ComparedTable, { from, to }: Month): Promise<Count[]> {
  const { EVENT_RETENTION_DAYS: days, EVENT_CONTENT_RETENTION_DAYS: contentDays } = env();
  const kept = table === "spans" ? Math.min(days, contentDays ?? days) : days;
  return prisma().$queryRawUnsafe<Count[]>(
    `select e.workspace_id as "workspaceId", (e.at at time zone 'UTC')::date::text as day, count(*)::float8 as count
     from ${table} e left join content_policies p on p.workspace_id = e.workspace_id and p.environment_id = e.environment_id
     where e.at >= $1 and e.at < $2 and e.at + make_interval(days => least(p.event_days, $3::int)) > now() ${waiting[table]}
     group by 1, 2`,
    from,
    to,
    kept,
  );
}

const asideText = `select a.workspace_id as "workspaceId", (a.at at time zone 'UTC')::date::text as day, count(*)::float8 as count from (`;
/** What was set aside, by the time of its events. A batch of `store` is set aside as a whole. */
const aside: Record<ComparedTable, string> = {
  interactions: `select workspace_id, from_at as at from set_aside_batches where queue = 'earlier'
    union all select e.workspace_id, e.at from set_aside_batches b
    join interactions e on e.batch_id = b.id and e.at between b.from_at and b.to_at where b.queue = 'store'`,
  spans: `select s.workspace_id, s.at from set_aside_batches b
    join spans s on s.workspace_id = b.workspace_id and s.at between b.from_at and b.to_at
      and hashtextextended(concat_ws(' ', s.workspace_id, s.trace_id), 0) = b.id where b.queue = 'traces'`,
};

const countAside = (table: ComparedTable, { from, to }: Month) =>
  prisma().$queryRawUnsafe<Count[]>(
    `${asideText}${aside[table]}) a where a.at >= $1 and a.at < $2 group by 1, 2`,
    from,
    to,
  );

async function countThere(store: ClickHouse, table: ComparedTable, { from, to }: Month): Promise<Count[]> {
  const rows = await store.rows<{ workspaceId: string; day: string; count: string }>(
    `select toString(workspace_id) as workspaceId, toString(toDate(at, 'UTC')) as day, count() as count from ${table} final
     where at >= fromUnixTimestamp64Milli({from:Int64}) and at < fromUnixTimestamp64Milli({to:Int64}) and ${isNotExpired}
       and not is_direct
     group by workspaceId, day settings do_not_merge_across_partitions_select_final = 1`,
    { from: from.getTime(), to: to.getTime() },
    { ms: 120_000 },
  );
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Lists the months that have events in PostgreSQL. */
async function listMonths(table: ComparedTable): Promise<Month[]> {
  const [row] = await prisma().$queryRawUnsafe<[{ from: Date | null; to: Date | null }]>(
    `select min(at) as "from", max(at) as "to" from ${table}`,
  );
  const months: Month[] = [];
  if (!row.from || !row.to) return months;
  const monthOf = (at: Date, more = 0) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + more, 1));
  for (let from = monthOf(row.from); from <= row.to; from = monthOf(from, 1))
    months.push({ from, to: monthOf(from, 1) });
  return months;
}

/** Counts events by workspace and day in both stores, for the months that have events in PostgreSQL. Oldest first. */
export async function compareCounts(store: ClickHouse): Promise<DayCount[]> {
  const found = new Map<string, DayCount>();
  for (const table of comparedTables)
    for (const month of await listMonths(table)) {
      const [here, there, setAside] = await Promise.all([
        countHere(table, month),
        countThere(store, table, month),
        countAside(table, month),
      ]);
      const at = ({ workspaceId, day }: Count) => {
        const key = `${day} ${workspaceId} ${table}`;
        const known = found.get(key) ?? { workspaceId, day, table, postgres: 0, clickHouse: 0, setAside: 0 };
        found.set(key, known);
        return known;
      };
      for (const count of here) at(count).postgres = count.count;
      for (const count of there) at(count).clickHouse = count.count;
      for (const count of setAside) at(count).setAside = count.count;
    }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
