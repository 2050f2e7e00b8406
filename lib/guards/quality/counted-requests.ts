import type { FindingSide } from "../findings";

/**
 * Returns the filters of the requests whose scores of a metric a side counts. Null for findings without times, which
 * were stored before these were measured. Pure.
 */
export function countedRequests(metric: string, { version, from, to }: FindingSide) {
  if (from === undefined || to === undefined) return null;
  // The end of a range of requests is exclusive.
  return { version: String(version), metric, from, to: new Date(Date.parse(to) + 1).toISOString() };
}
