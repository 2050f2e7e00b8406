import { Breaker } from "@/lib/core/breaker";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { findReadable } from "@/lib/telemetry/store/queries/readable";
import type { FoundFilter } from "../../filter";
import { searchBudgetMs, wider } from "../../pace";
import { readersTogether } from "./both";
import { clickHouseReader } from "./clickhouse";
import { postgresReader } from "./postgres";
import type { RequestReader, RequestRow, Texts } from "./reader";

export type SearchStart = { before: Date; beforeId: string };
type SearchResult = { rows: RequestRow[]; searchedTo: Date | null };

/** How long a page waits for ClickHouse. */
const patienceMs = 3_000;
const latest = (a: Date, b: Date) => (a > b ? a : b);

/** Up to `limit` rows before a place; `searchedTo` is null when everything older was looked at, or there are enough. */
async function searchBack(
  reader: RequestReader,
  start: SearchStart,
  oldest: Date,
  limit: number,
): Promise<SearchResult> {
  if (reader.isIndexed) return { rows: await reader.read({ ...start, from: oldest, limit }), searchedTo: null };
  const asked = performance.now();
  const span = await reader.span();
  const fixedMs = performance.now() - asked;
  if (!span) return { rows: [], searchedTo: null };
  const end = latest(oldest, span.oldest);
  const rows: RequestRow[] = [];
  const began = performance.now();
  let place = span.newest < start.before ? { before: new Date(span.newest.getTime() + 1), beforeId: "" } : start;
  let width = reader.pace.firstPartMs;
  for (;;) {
    const from = latest(end, new Date(place.before.getTime() - width));
    const partBegan = performance.now();
    rows.push(...(await reader.read({ ...place, from, limit: limit - rows.length })));
    if (rows.length >= limit || from <= end) return { rows, searchedTo: null };
    if (performance.now() - began > searchBudgetMs) return { rows, searchedTo: from };
    width *= wider(reader.pace, performance.now() - partBegan, fixedMs);
    place = { before: from, beforeId: "" };
  }
}

/** `direct` reads what PostgreSQL never held, which may be newer than `to`; null: there is none. */
type Older = { reader: RequestReader; direct: RequestReader | null; to: Date };

/**
 * Where the rows of a filter are read that are older than `to`; null: in PostgreSQL. Users of an experiment are there,
 * with their events, for as long as it counts them.
 */
async function findOlder(found: FoundFilter, texts: Texts): Promise<Older | null> {
  if (found.filter.experiment) return null;
  const readable = await findReadable();
  if (!readable) return null;
  const { store, to, isDirect } = readable;
  return {
    reader: await clickHouseReader(store, found, texts),
    direct: isDirect ? await clickHouseReader(store, found, texts, { isDirect }) : null,
    to,
  };
}

const breaker = () => singleton("store-breaker", () => new Breaker({ failures: 1, deadlineMs: patienceMs }));

/** What ClickHouse finds; null where it does not in time, and for some seconds after that. */
async function askStore<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await breaker().call(work);
  } catch (error) {
    logger().warn({ err: error }, "requests are listed from PostgreSQL alone: ClickHouse does not answer");
    return null;
  }
}

/** The newest rows of a filter before a place: what was not copied yet from PostgreSQL, what is older from ClickHouse. */
export async function searchRequests(
  filter: FoundFilter,
  start: SearchStart,
  { limit, texts }: { limit: number; texts: Texts },
): Promise<SearchResult & { isPartial: boolean }> {
  const postgres = postgresReader(filter, texts);
  const asked = filter.filter.from ? new Date(filter.filter.from) : new Date(0);
  const older = await findOlder(filter, texts);
  if (!older) return { ...(await searchBack(postgres, start, asked, limit)), isPartial: false };
  const { direct, to, reader } = older;
  const isNew = start.before > to;
  const searchNew = (from: RequestReader) => searchBack(from, start, latest(asked, to), limit);
  const found = isNew && direct ? await askStore(() => searchNew(readersTogether(postgres, direct))) : null;
  const isPartial = isNew && direct !== null && found === null;
  const recent = isNew ? (found ?? (await searchNew(postgres))) : { rows: [], searchedTo: null };
  if (recent.rows.length >= limit || recent.searchedTo || asked >= to) return { ...recent, isPartial };
  const place = isNew ? { before: to, beforeId: "" } : start;
  const search = (from: RequestReader) => searchBack(from, place, asked, limit - recent.rows.length);
  const joined = ({ rows, searchedTo }: SearchResult) => ({ rows: [...recent.rows, ...rows], searchedTo });
  const kept = await askStore(() => search(reader));
  return { ...joined(kept ?? (await search(postgres))), isPartial: isPartial || kept === null };
}

/** What counts the rows of a filter in a time: ClickHouse what is older than `to`. */
export async function findCounters(
  found: FoundFilter,
): Promise<(time: Parameters<RequestReader["count"]>[0]) => ReturnType<RequestReader["count"]>> {
  const postgres = postgresReader(found, "beginning");
  const older = await findOlder(found, "beginning");
  if (!older) return postgres.count;
  return async (time) => {
    const middle = new Date(Math.min(Math.max(older.to.getTime(), time.from.getTime()), time.to.getTime()));
    const { direct } = older;
    const inPostgres = async (from: Date) => {
      if (from >= time.to) return [];
      const there = direct && (await askStore(() => direct.count({ ...time, from })));
      return [...(await postgres.count({ ...time, from })), ...(there ?? [])];
    };
    if (middle <= time.from) return inPostgres(time.from);
    const kept = await askStore(() => older.reader.count({ ...time, to: middle }));
    return kept ? [...kept, ...(await inPostgres(middle))] : inPostgres(time.from);
  };
}
