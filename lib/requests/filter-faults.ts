import type { RequestFilter } from "./filter";

/** Filters that say something about the users of an experiment. */
export const experimentParts = ["variant", "exposedOn", "segment"] as const;

/** Pairs of filters of which the first must not be above the second. */
const bounds = [
  ["minLatencyMs", "maxLatencyMs"],
  ["minCostUsd", "maxCostUsd"],
] as const;

/** Why filters cannot be applied together, and the field that a caller has to change. */
export type FilterFault =
  | { code: "needs_experiment"; field: (typeof experimentParts)[number] }
  | { code: "bounds_crossed"; field: (typeof bounds)[number][1]; other: (typeof bounds)[number][0] }
  | { code: "also_missing"; field: "missing"; other: "model" | "userId" | "sessionId" | "key" }
  | { code: "time_reversed"; field: "to" };

/** Returns the filters that would be ignored, or that exclude each other. Pure. */
export function filterFaults(filter: RequestFilter): FilterFault[] {
  const { experiment, missing, from, to } = filter;
  const faults: FilterFault[] = [];
  if (experiment === undefined)
    for (const field of experimentParts)
      if (filter[field] !== undefined) faults.push({ code: "needs_experiment", field });
  for (const [least, most] of bounds)
    if (Number(filter[least] ?? 0) > Number(filter[most] ?? Number.POSITIVE_INFINITY))
      faults.push({ code: "bounds_crossed", field: most, other: least });
  if (missing !== undefined && filter[missing] !== undefined)
    faults.push({ code: "also_missing", field: "missing", other: missing });
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    faults.push({ code: "time_reversed", field: "to" });
  return faults;
}
