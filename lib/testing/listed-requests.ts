import type { Actor } from "@/lib/auth/actor";
import type { RequestFilter } from "@/lib/requests/filter";
import { listRequests } from "@/lib/requests/queries/requests";

/** Counts the requests on all pages. A page is short where its search took too long. */
export async function countListed(actor: Actor, filter: RequestFilter): Promise<number> {
  let count = 0;
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await listRequests(actor, { ...filter, limit: 100, cursor });
    count += items.length;
    if (nextCursor === null) return count;
    cursor = nextCursor;
  }
}
