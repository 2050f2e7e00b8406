import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { type FoundFilter, isPlaceOnly, type RequestFilter } from "../filter";
import { type Pace, wider } from "../pace";
import { type Bar, barsOf, stepOf } from "../steps";
import { findFilter } from "./found-filter";
import { findKeptFrom } from "./kept-from";
import type { Counts } from "./readers/reader";
import { findCounters } from "./readers/search";

type Uncounted = "too_many" | "away";

/** The number of requests in a time range: those that match the filter, and all in the environments. */
export type RequestCount = {
  from: string;
  to: string;
  stepSeconds: number;
  /** Null if they cannot be counted. The bars then show all requests of these prompts and environments. */
  matching: number | null;
  /** Why they cannot be counted: there are too many rows to scan, or ClickHouse does not answer. */
  uncounted: Uncounted | null;
  all: number;
  bars: Bar[];
};

/** The number of requests from which the hourly sums are used, if the filter has only prompts, environment and time. */
const countedBySums = 200_000;
/** The time limit for counting rows, in ms. */
const countBudgetMs = 2_000;
const pace: Pace = { firstPartMs: 3_600_000, partMs: countBudgetMs / 4, mostFactor: 4, mostFixedMs: 0 };

type Time = { from: Date; to: Date };

/** Reads hourly sums: of the environments, and of the filter's prompts in them. */
async function readHours({ workspaceId, environmentIds, promptIds }: FoundFilter, { from, to }: Time) {
  return prisma().$queryRaw<{ at: Date; all: number; placed: number }[]>`
    select hour as at, sum(interactions)::int as all,
      coalesce(sum(interactions) filter (where ${promptIds === null} or prompt_id = any(${promptIds ?? []}::uuid[])), 0)::int as placed
    from usage_hours
    where workspace_id = ${workspaceId}::uuid and environment_id = any(${environmentIds}::uuid[])
      and hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') and hour < ${to}
    group by hour order by hour`;
}

/** Counts rows part by part, the newest first. */
async function countRows(found: FoundFilter, { from, to }: Time, stepSeconds: number): Promise<Counts | Uncounted> {
  const count = await findCounters(found);
  const began = performance.now();
  const counts: Counts = [];
  let width = pace.firstPartMs;
  for (let end = to; end > from; ) {
    const start = new Date(Math.max(from.getTime(), end.getTime() - width));
    const partBegan = performance.now();
    const part = await count({ origin: from, from: start, to: end, stepSeconds });
    if (part === null) return "away";
    counts.push(...part);
    if (start > from && performance.now() - began > countBudgetMs) return "too_many";
    width *= wider(pace, performance.now() - partBegan);
    end = start;
  }
  return counts;
}

/**
 * Counts the requests that `listRequests` lists in a time range, per step. Throws 404 `not_found` as `listRequests`
 * does.
 */
export async function countRequests(
  actor: Actor,
  { from, to, ...filter }: RequestFilter & { from: string; to: string },
): Promise<RequestCount> {
  const [{ found }, keptFrom] = await Promise.all([
    findFilter(actor, { ...filter, from, to }),
    findKeptFrom(actor, filter.environment),
  ]);
  const time = { from: new Date(from), to: new Date(to) };
  const stepSeconds = stepOf(time.to.getTime() - time.from.getTime());
  const readFrom = new Date(Math.max(keptFrom.getTime(), time.from.getTime()));
  const hours = await readHours(found, { ...time, from: readFrom });
  const all = hours.reduce((sum, hour) => sum + hour.all, 0);
  const placed = hours.reduce((sum, hour) => sum + hour.placed, 0);
  const sums = barsOf(
    hours.map(({ at, placed: count }) => ({ at, count })),
    { ...time, stepSeconds },
  );
  const view = { from, to, stepSeconds, all };
  if (isPlaceOnly(found.filter) && placed > countedBySums)
    return { ...view, matching: placed, uncounted: null, bars: sums };
  const rows = await countRows(found, time, stepSeconds);
  if (typeof rows === "string") return { ...view, matching: null, uncounted: rows, bars: sums };
  const matching = rows.reduce((sum, { count }) => sum + count, 0);
  // The sums are some seconds behind the rows, and of whole hours. Without a filter, all requests match.
  const isAll = isPlaceOnly(found.filter) && found.promptIds === null;
  return {
    ...view,
    all: isAll ? matching : Math.max(all, matching),
    matching,
    uncounted: null,
    bars: barsOf(rows, { ...time, stepSeconds }),
  };
}
