import { Breaker } from "@/lib/core/breaker";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { findReadable } from "@/lib/telemetry/store/queries/readable";
import type { FoundFilter } from "../../filter";
import { searchBudgetMs, wider } from "../../pace";
import { readersTogether } from "./both";
import { clickHouseReader } from "./clickhouse";
import { postgresReader } from "./postgres";
import type { Counts, RequestReader, RequestRow, Texts } from "./reader";

export type SearchStart = { before: Date; beforeId: string };
type SearchResult = { rows: RequestRow[]; searchedTo: Date | null };

/** The time limit for ClickHouse, in ms: for a page that a person waits for, and for a part of a file. */
const patienceMs = { page: 3_000, file: 25_000 } as const;
/** Who waits for the rows. */
export type Patience = keyof typeof patienceMs;
const latest = (a: Date, b: Date) => (a > b ? a : b);

/**
 * Returns up to `limit` rows before a position. `searchedTo` is null if everything older was searched or the limit was
 * reached.
 */
async function searchBack(
  reader: RequestReader,
  start: SearchStart,
  oldest: Date,
  limit: number,
): Promise<SearchResult> {
  if (reader.isIndexed) return { rows: await reader.read({ ...start, from: oldest, limit }), searchedTo: null };
  const startedAt = performance.now();
  const span = await reader.span();
  const fixedMs = performance.now() - startedAt;
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

/** `direct` reads rows that were never in PostgreSQL, which may be newer than `to`. Null if there are none. */
type Older = { reader: RequestReader; direct: RequestReader | null; to: Date };

/**
 * Returns the readers for rows older than `to`. Null if PostgreSQL has all rows. It keeps the users and events of an
 * experiment for as long as the experiment counts them.
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

// Files have their own breaker, so that a slow part of a file does not make pages partial.
const breaker = (patience: Patience) =>
  singleton(`store-breaker-${patience}`, () => new Breaker({ failures: 1, deadlineMs: patienceMs[patience] }));

/** Queries ClickHouse. Returns null on an error or timeout, and for some seconds afterwards. */
async function askStore<T>(work: () => Promise<T>, patience: Patience = "page"): Promise<T | null> {
  try {
    return await breaker(patience).call(work);
  } catch (error) {
    logger().warn({ err: error }, "requests are listed from PostgreSQL alone: ClickHouse does not answer");
    return null;
  }
}

/**
 * Returns the newest rows of a filter before a position: rows not yet copied from PostgreSQL, older ones from
 * ClickHouse.
 */
export async function searchRequests(
  filter: FoundFilter,
  start: SearchStart,
  { limit, texts, patience }: { limit: number; texts: Texts; patience: Patience },
): Promise<SearchResult & { isPartial: boolean }> {
  const postgres = postgresReader(filter, texts);
  const earliest = filter.filter.from ? new Date(filter.filter.from) : new Date(0);
  const older = await findOlder(filter, texts);
  if (!older) return { ...(await searchBack(postgres, start, earliest, limit)), isPartial: false };
  const { direct, to, reader } = older;
  const isNew = start.before > to;
  const searchNew = (from: RequestReader) => searchBack(from, start, latest(earliest, to), limit);
  const found = isNew && direct ? await askStore(() => searchNew(readersTogether(postgres, direct)), patience) : null;
  const isPartial = isNew && direct !== null && found === null;
  const recent = isNew ? (found ?? (await searchNew(postgres))) : { rows: [], searchedTo: null };
  if (recent.rows.length >= limit || recent.searchedTo || earliest >= to) return { ...recent, isPartial };
  const place = isNew ? { before: to, beforeId: "" } : start;
  const search = (from: RequestReader) => searchBack(from, place, earliest, limit - recent.rows.length);
  const joined = ({ rows, searchedTo }: SearchResult) => ({ rows: [...recent.rows, ...rows], searchedTo });
  const fromStore = await askStore(() => search(reader), patience);
  return { ...joined(fromStore ?? (await search(postgres))), isPartial: isPartial || fromStore === null };
}

type Counter = (time: Parameters<RequestReader["count"]>[0]) => Promise<Counts | null>;

/**
 * Returns a function that counts the rows of a filter in a time range. Rows older than `to` are counted in ClickHouse.
 * The function returns null if ClickHouse does not answer: PostgreSQL alone may have only some of the rows.
 */
export async function findCounters(found: FoundFilter): Promise<Counter> {
  const postgres = postgresReader(found, "beginning");
  const older = await findOlder(found, "beginning");
  if (!older) return postgres.count;
  const { direct, reader, to } = older;
  return async (time) => {
    const middle = new Date(Math.min(Math.max(to.getTime(), time.from.getTime()), time.to.getTime()));
    const [isOld, isNew] = [middle > time.from, middle < time.to];
    const parts = await Promise.all([
      isOld ? askStore(() => reader.count({ ...time, to: middle })) : [],
      isNew ? postgres.count({ ...time, from: middle }) : [],
      isNew && direct ? askStore(() => direct.count({ ...time, from: middle })) : [],
    ]);
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
  };
}
