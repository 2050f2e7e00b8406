import { createLoader, createSerializer, parseAsString } from "nuqs/server";
import { experimentStatuses } from "@/lib/experiments/statuses";
import { toPlaceFilter } from "../../_components/place-filters";

/** What the address says of the list. */
export const experimentParsers = {
  prompt: parseAsString.withDefault(""),
  environment: parseAsString.withDefault(""),
  status: parseAsString.withDefault(""),
};

export const loadExperimentFilters = createLoader(experimentParsers);
export const serializeExperimentFilters = createSerializer(experimentParsers);
export type ExperimentFilters = Awaited<ReturnType<typeof loadExperimentFilters>>;

/** The filters as the query takes them; a status that there is not is none. */
export function toExperimentFilter({ status, ...place }: ExperimentFilters) {
  return { ...toPlaceFilter(place), status: experimentStatuses.find((known) => known === status) };
}
