import { createLoader, createSerializer, parseAsString } from "nuqs/server";
import { findingStates } from "@/lib/experiments/results/finding";
import { experimentStatuses } from "@/lib/experiments/statuses";
import { placeParsers, toPlaceFilter } from "../../_components/place-filters";

/** What the address says of the list. */
export const experimentParsers = {
  ...placeParsers,
  status: parseAsString.withDefault(""),
};

export const loadExperimentFilters = createLoader(experimentParsers);
export const serializeExperimentFilters = createSerializer(experimentParsers);
export type ExperimentFilters = Awaited<ReturnType<typeof loadExperimentFilters>>;

/** The filters as the query takes them; a state that there is not is none. */
export function toExperimentFilter({ status, ...place }: ExperimentFilters) {
  return {
    ...toPlaceFilter(place),
    status: experimentStatuses.find((known) => known === status),
    finding: findingStates.find((known) => known === status),
  };
}

/** What the address says of the decisions. */
export const memoParsers = { ...placeParsers, q: parseAsString.withDefault("") };

export const loadMemoFilters = createLoader(memoParsers);
export const serializeMemoFilters = createSerializer(memoParsers);
export type MemoFilters = Awaited<ReturnType<typeof loadMemoFilters>>;

/** The filters as the query takes them. */
export const toMemoFilter = ({ q, ...place }: MemoFilters) => ({
  ...toPlaceFilter(place),
  search: q.replaceAll("\0", "").trim().slice(0, 200) || undefined,
});
