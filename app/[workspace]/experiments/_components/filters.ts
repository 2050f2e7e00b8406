import { pageParams, paramsText, textParam } from "@/lib/core/address-params";
import { searchText } from "@/lib/core/search-text";
import { findingStates } from "@/lib/experiments/results/finding";
import { experimentStatuses } from "@/lib/experiments/statuses";
import { placeParsers, toPlaceFilter } from "../../_components/place-filters";

/** The URL parameters of the list. */
export const experimentParsers = {
  ...placeParsers,
  status: textParam(""),
};

export const loadExperimentFilters = pageParams(experimentParsers);
export const serializeExperimentFilters = paramsText(experimentParsers);
export type ExperimentFilters = Awaited<ReturnType<typeof loadExperimentFilters>>;

/** Converts the filters for the query. An unknown status is ignored. */
export function toExperimentFilter({ status, ...place }: ExperimentFilters) {
  return {
    ...toPlaceFilter(place),
    status: experimentStatuses.find((known) => known === status),
    finding: findingStates.find((known) => known === status),
  };
}

/** The URL parameters of the decisions. */
export const memoParsers = { ...placeParsers, q: textParam("") };

export const loadMemoFilters = pageParams(memoParsers);
export const serializeMemoFilters = paramsText(memoParsers);
export type MemoFilters = Awaited<ReturnType<typeof loadMemoFilters>>;

/** Converts the filters for the query. */
export const toMemoFilter = ({ q, ...place }: MemoFilters) => ({
  ...toPlaceFilter(place),
  search: searchText(q),
});
