import { type ClickHouse, isRefusedData } from "@/lib/core/clickhouse";
import { isUnreadableRow } from "@/lib/core/database-errors";
import { prisma } from "@/lib/core/db";
import { type AsideBatch, noteAside } from "../../commands/set-aside";
import { findKeysWithFeedback, type Keys, readBatches, readInteractions, readTraces } from "../queries/copied-rows";
import { type Copied, readDirect } from "../queries/direct-rows";
import { readDirectSpans } from "../queries/direct-spans";
import type { BatchGroup, ForwardChange } from "../queries/forward-queue";
import { findHeld, readLateWords } from "../queries/late-words";
import { copyRows } from "./copy-rows";
import { eraseInStore } from "./erase-in-store";

const keysAtOnce = 500;

/** Queued rows that are copied at once: answers, changes of copied rows, and spans that only ClickHouse gets. */
export type Queued = {
  groups: readonly BatchGroup[];
  changes: readonly ForwardChange[];
  spans: readonly BatchGroup[];
};

/** Returns a revision greater than every earlier one. The clock ensures this after a backup is restored. */
export async function nextRevision(): Promise<bigint> {
  const [row] = await prisma().$queryRaw<[{ revision: bigint }]>`
    update event_forwarding set revision = greatest(revision + 1, floor(extract(epoch from clock_timestamp()) * 1000)::bigint)
    returning revision`;
  return row.revision;
}

/**
 * Copies queued rows and removes them from the queue. Rows that neither this process nor ClickHouse can read are set
 * aside, found by halving. Returns how many entries left the queue: erasures wait until ClickHouse has time.
 */
export async function copyQueued(store: ClickHouse, queued: Queued): Promise<number> {
  try {
    return await copyAll(store, queued);
  } catch (error) {
    if (!(error instanceof Error) || !isOfRows(error)) throw error;
    const halves = halvesOf(queued);
    if (!halves) return setAside(queued, error);
    let copied = 0;
    for (const half of halves) copied += await copyQueued(store, half);
    return copied;
  }
}

/** What our own code throws for text that is no JSON, for JSON of another form, and for an instant that is none. */
const ownErrors = [SyntaxError, TypeError, RangeError];
/** Whether rows cannot be copied because of what is in them, and not because a server is away. */
export const isOfRows = (error: Error) =>
  ownErrors.some((one) => error instanceof one) || isUnreadableRow(error) || isRefusedData(error);

const none: Queued = { groups: [], changes: [], spans: [] };

/** Two parts of the rows; null if there is one entry. */
function halvesOf({ groups, changes, spans }: Queued): Queued[] | null {
  const kinds: Queued[] = [
    { ...none, groups },
    { ...none, changes },
    { ...none, spans },
  ].filter((one) => one.groups.length + one.changes.length + one.spans.length > 0);
  if (kinds.length > 1) return kinds;
  const half = <Entry>(list: readonly Entry[]) => {
    const middle = Math.ceil(list.length / 2);
    return [list.slice(0, middle), list.slice(middle)];
  };
  const halfOfGroups = (list: readonly BatchGroup[]) => {
    const [one, ...others] = list;
    if (!one || others.length > 0) return half(list);
    return one.ids.length > 1 ? half(one.ids).map((ids) => [{ ...one, ids }]) : null;
  };
  if (groups.length > 0) return halfOfGroups(groups)?.map((part) => ({ ...none, groups: part })) ?? null;
  if (spans.length > 0) return halfOfGroups(spans)?.map((part) => ({ ...none, spans: part })) ?? null;
  return changes.length > 1 ? half(changes).map((part) => ({ ...none, changes: part })) : null;
}

/** The row stays in the log, and waits for nothing. A change is never set aside: it may be a deletion of user data. */
async function setAside({ groups, spans }: Queued, error: Error): Promise<number> {
  const id = [...groups, ...spans][0]?.ids[0];
  if (id === undefined) throw error;
  await prisma().$transaction(async (tx) => {
    const rows =
      groups.length > 0
        ? await tx.$queryRaw<AsideBatch[]>`
          with gone as (delete from forward_batches where id = ${id}::bigint returning *),
            kept as (update direct_batches set is_aside = true where id = ${id}::bigint)
          select id::text, workspace_id as "workspaceId", events, from_at as "from", to_at as "to" from gone`
        : await tx.$queryRaw<AsideBatch[]>`
          update direct_spans set is_aside = true where id = ${id}::bigint
          returning id::text, workspace_id as "workspaceId", count as events, from_at as "from", from_at as "to"`;
    for (const row of rows) await noteAside(tx, groups.length > 0 ? "store" : "spans", row, error);
  });
  return 1;
}

/**
 * Reads the current state of the rows, copies them, and removes them from the queue. After a crash the rows are still
 * queued and are copied again with a higher revision. The copy with the highest revision counts.
 */
async function copyAll(store: ClickHouse, { groups, changes, spans }: Queued): Promise<number> {
  const revision = await nextRevision();
  const spoken = (await Promise.all(groups.map(findKeysWithFeedback))).flat().flatMap(inParts);
  const saidOf = [...spoken, ...keysOf(changes, "scores")];
  const copied: Copied = new Map();
  const held = heldAmong(store, saidOf, copied);
  await copyRows(store, "interactions", revision, [
    ...groups.map((group) => () => readBatches(revision, group)),
    ...groups.map((group) => () => readDirect(revision, group.ids, copied)),
    ...saidOf.map((keys) => () => readInteractions(revision, keys)),
    ...saidOf.map((keys) => async () => readLateWords(store, revision, await held(keys))),
  ]);
  await copyRows(store, "spans", revision, [
    ...keysOf(changes, "traces").map((keys) => () => readTraces(revision, keys)),
    ...spans.map(
      ({ ids }) =>
        () =>
          readDirectSpans(ids),
    ),
  ]);
  const erasing = changes.filter(({ kind }) => kind === "user" || kind === "workspace");
  const open = new Set<bigint>();
  for (const change of erasing) if (!(await eraseInStore(store, change))) open.add(change.id);
  const done = changes.filter(({ id }) => !open.has(id));
  await takeOff({ groups, changes: done, spans });
  return groups.length + done.length + spans.length;
}

/** Returns the distinct keys of the changes of one kind, by workspace, in parts. */
function keysOf(changes: readonly ForwardChange[], kind: ForwardChange["kind"]): Keys[] {
  const byWorkspace = new Map<string, Set<string>>();
  for (const { workspaceId, keys, kind: own } of changes) {
    if (own !== kind) continue;
    const known = byWorkspace.get(workspaceId) ?? new Set();
    for (const key of keys) known.add(key);
    byWorkspace.set(workspaceId, known);
  }
  return [...byWorkspace].flatMap(([workspaceId, ids]) => inParts({ workspaceId, ids: [...ids] }));
}

const inParts = ({ workspaceId, ids }: Keys): Keys[] =>
  Array.from({ length: Math.ceil(ids.length / keysAtOnce) }, (_, part) => ({
    workspaceId,
    ids: ids.slice(part * keysAtOnce, (part + 1) * keysAtOnce),
  }));

/**
 * Returns a function that narrows keys to interactions that ClickHouse holds from earlier rounds. ClickHouse is queried
 * at the first call per workspace.
 */
function heldAmong(store: ClickHouse, all: readonly Keys[], copied: Copied): (keys: Keys) => Promise<Keys> {
  const pending = new Map<string, Promise<Set<string>>>();
  return async ({ workspaceId, ids }) => {
    const isOld = (id: string) => !copied.get(workspaceId)?.has(id);
    const ask = () => {
      const own = all.filter((keys) => keys.workspaceId === workspaceId);
      return findHeld(store, { workspaceId, ids: [...new Set(own.flatMap((keys) => keys.ids))].filter(isOld) });
    };
    const held = pending.get(workspaceId) ?? ask();
    pending.set(workspaceId, held);
    const known = await held;
    return { workspaceId, ids: ids.filter((id) => known.has(id)) };
  };
}

async function takeOff({ groups, changes, spans }: Queued): Promise<void> {
  const batches = groups.flatMap(({ ids }) => ids);
  if (batches.length > 0)
    await prisma().$executeRaw`
      with gone as (
        delete from forward_batches where id = any(${batches}::bigint[])
        returning id, exists (select from set_aside_batches a where a.queue = 'uses' and a.id = forward_batches.id) as is_uncounted),
      kept as (update direct_batches set is_aside = true where id in (select id from gone where is_uncounted))
      delete from direct_batches where id in (select id from gone where not is_uncounted)`;
  const spanIds = spans.flatMap(({ ids }) => ids);
  if (spanIds.length > 0) await prisma().$executeRaw`delete from direct_spans where id = any(${spanIds}::bigint[])`;
  const done = changes.map(({ id }) => id);
  if (done.length > 0) await prisma().$executeRaw`delete from forward_changes where id = any(${done}::bigint[])`;
}
