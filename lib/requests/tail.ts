import type { RequestPage, RequestView } from "./queries/requests";

/** Where a list continues: a cursor of the server, or its last row. */
export type Continuation = string | { at: string; id: string };
/** The loaded requests, newest first, without a gap. */
export type LoadedRequests = Omit<RequestPage, "nextCursor"> & { nextCursor: Continuation | null };

/**
 * How far a look for new requests reaches back before the newest one. A request has the time at which its call began,
 * so a long call is reported after shorter ones that began later.
 */
const lookBackMs = 5 * 60_000;
/** The most rows that live tail keeps; more, if a person loaded more. */
export const mostLive = 500;

const isBefore = (a: RequestView, b: RequestView) => a.at > b.at || (a.at === b.at && a.id > b.id);
const newestFirst = (a: RequestView, b: RequestView) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);
const byId = (items: readonly RequestView[]) => new Map(items.map((item) => [item.id, item]));
const isSame = (a: RequestView, b: RequestView | undefined) => JSON.stringify(a) === JSON.stringify(b);

/** The instant from which a look for new requests reads. Pure. */
export function tailFrom(items: readonly RequestView[], from: string): string {
  const [newest] = items;
  if (!newest) return from;
  const back = new Date(Date.parse(newest.at) - lookBackMs).toISOString();
  return back > from ? back : from;
}

/** Whether a look misses requests between its own and the newest of the list. */
function hasGap({ items }: LoadedRequests, { items: fresh, nextCursor }: RequestPage): boolean {
  if (nextCursor === null || fresh.length === 0 || items.length === 0) return nextCursor !== null && fresh.length > 0;
  const known = byId(items);
  return !fresh.some(({ id }) => known.has(id));
}

/** Returns the requests of a look that belong to the loaded part of the list. Others come with its next page. */
function within({ items, nextCursor }: LoadedRequests, look: RequestPage): RequestView[] {
  const last = items.at(-1);
  return look.items.filter((item) => nextCursor === null || !last || !isBefore(last, item));
}

/**
 * Adds what a look found. After a burst that the look does not reach across, the list begins anew with the look, so
 * that its older rows have no gap. Returns the same list if nothing changed. Pure.
 */
export function withNew(list: LoadedRequests, look: RequestPage): LoadedRequests {
  if (hasGap(list, look)) return look;
  const known = byId(list.items);
  const fresh = within(list, look);
  if (fresh.every((item) => isSame(item, known.get(item.id)))) return list;
  for (const item of fresh) known.set(item.id, item);
  const all = [...known.values()].toSorted(newestFirst);
  const items = all.slice(0, Math.max(mostLive, list.items.length));
  const end = items.at(-1);
  const rest = { searchedTo: list.searchedTo, isPartial: list.isPartial };
  const isCut = end !== undefined && items.length < all.length;
  return { items, nextCursor: isCut ? { at: end.at, id: end.id } : list.nextCursor, ...rest };
}

/** Adds the next page. Pure. */
export function withOlder({ items }: LoadedRequests, { items: older, ...page }: RequestPage): LoadedRequests {
  const known = byId(items);
  return Object.assign({ items: [...items, ...older.filter(({ id }) => !known.has(id))] }, page);
}

/** How many requests of a look the list does not show. `isMore`: there are more of them. Pure. */
export function newRows(list: LoadedRequests, look: RequestPage | null): { count: number; isMore: boolean } {
  if (!look) return { count: 0, isMore: false };
  const known = byId(list.items);
  const isMore = hasGap(list, look);
  const fresh = isMore ? look.items : within(list, look);
  return { count: fresh.filter(({ id }) => !known.has(id)).length, isMore };
}
