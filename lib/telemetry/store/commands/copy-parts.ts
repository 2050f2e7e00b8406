import type { ClickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { type AsideQueue, noteAside } from "../../commands/set-aside";
import { type BatchRange, type BatchRows, type Keys, readBatches, readRows, readTraces } from "../queries/copied-rows";
import { isOfRows, nextRevision } from "./copy-queued";
import { copyRows } from "./copy-rows";

/** How rows of one kind are copied, and what is done about those that cannot be. */
type Copying<Part> = {
  table: "interactions" | "spans";
  read: (revision: bigint, part: Part) => Promise<string[]>;
  /** Two smaller parts; null if there is one row. */
  halve: (part: Part) => Promise<Part[] | null>;
  setAside: (part: Part, error: Error) => Promise<void>;
};

/**
 * Copies parts of rows. Rows that neither this process nor ClickHouse can read are found by halving and set aside, and
 * the others are copied.
 */
async function copyParts<Part>(store: ClickHouse, parts: readonly Part[], copying: Copying<Part>): Promise<void> {
  // A revision of its own: ClickHouse takes two inserts of one revision for the same one.
  const revision = await nextRevision();
  try {
    await copyRows(
      store,
      copying.table,
      revision,
      parts.map((part) => () => copying.read(revision, part)),
    );
  } catch (error) {
    if (!(error instanceof Error) || !isOfRows(error)) throw error;
    for (const half of await halvesOf(parts, copying, error)) await copyParts(store, half, copying);
  }
}

async function halvesOf<Part>(
  parts: readonly Part[],
  { halve, setAside }: Copying<Part>,
  error: Error,
): Promise<(readonly Part[])[]> {
  const [one] = parts;
  if (one === undefined) throw error;
  if (parts.length > 1) return half(parts);
  const smaller = await halve(one);
  if (!smaller) await setAside(one, error);
  return smaller?.map((part) => [part]) ?? [];
}

const half = <Entry>(list: readonly Entry[]) => {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
};

type Aside = { key: string; workspaceId: string; events: number; from: Date; to: Date };

/** Lists one answer or trace as set aside. A second copy finds it listed already. */
async function note(queue: AsideQueue, rows: readonly Aside[], words: string, error: Error): Promise<void> {
  const named = Object.assign(new Error(`${words}: ${error.message}`.slice(0, 500)), { stack: error.stack });
  await prisma().$transaction(async (tx) => {
    for (const { key, ...row } of rows) {
      const [{ id, isKnown }] = await tx.$queryRaw<[{ id: string; isKnown: boolean }]>`
        select h.id::text, exists (select from set_aside_batches a where a.queue = ${queue} and a.id = h.id) as "isKnown"
        from (select hashtextextended(${key}, 0) as id) h`;
      if (!isKnown) await noteAside(tx, queue, { id, ...row }, named);
    }
  });
}

type BatchPart = BatchRange | BatchRows;

const batches: Copying<BatchPart> = {
  table: "interactions",
  read: (revision, part) => ("rows" in part ? readRows(revision, part) : readBatches(revision, part)),
  halve: async (part) => {
    const parts = <Key extends "ids" | "rows">(key: Key, list: readonly string[]) =>
      list.length > 1 ? half(list).map((some) => ({ ...part, [key]: some })) : null;
    if ("rows" in part) return parts("rows", part.rows) as BatchRows[] | null;
    return (parts("ids", part.ids) as BatchRange[] | null) ?? [{ ...part, rows: await listRows(part) }];
  },
  setAside: async (part, error) => {
    const [row = ""] = "rows" in part ? part.rows : [];
    await note("earlier", await findRows(part, row), `answer ${row}`, error);
  },
};

async function listRows({ ids, from, to }: BatchRange): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ id: string }[]>`
    select distinct id from interactions where batch_id = any(${ids}::bigint[]) and at between ${from} and ${to}`;
  return rows.map(({ id }) => id);
}

const findRows = ({ ids, from, to }: BatchRange, row: string) => prisma().$queryRaw<Aside[]>`
  select concat_ws(' ', workspace_id, id, at) as key, workspace_id as "workspaceId", 1 as events, at as "from", at as "to"
  from interactions where batch_id = any(${ids}::bigint[]) and at between ${from} and ${to} and id = ${row}`;

const traces: Copying<Keys> = {
  table: "spans",
  read: readTraces,
  halve: async ({ workspaceId, ids }) =>
    ids.length > 1 ? half(ids).map((some) => ({ workspaceId, ids: some })) : null,
  setAside: async ({ workspaceId, ids: [trace = ""] }, error) => {
    const rows = await prisma().$queryRaw<Aside[]>`
      select concat_ws(' ', workspace_id, trace_id) as key, workspace_id as "workspaceId", count(*)::int as events,
        min(at) as "from", max(at) as "to"
      from spans where workspace_id = ${workspaceId}::uuid and trace_id = ${trace} group by workspace_id, trace_id`;
    await note("traces", rows, `trace ${trace}`, error);
  },
};

/** Copies the answers of batches. Single answers that cannot be copied are set aside. */
export const copyBatchParts = (store: ClickHouse, parts: readonly BatchRange[]): Promise<void> =>
  copyParts<BatchPart>(store, parts, batches);

/** Copies traces. Those that cannot be copied are set aside. */
export const copyTraceParts = (store: ClickHouse, parts: readonly Keys[]): Promise<void> =>
  copyParts(store, parts, traces);
