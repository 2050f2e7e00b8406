import { pageParams, paramsText, textParam } from "@/lib/core/address-params";
import { searchText } from "@/lib/core/search-text";

/** The address parameters of a list about prompts in environments. */
export const placeParsers = { prompt: textParam(""), environment: textParam("") };

export const loadPlaceFilters = pageParams(placeParsers);
export const serializePlaceFilters = paramsText(placeParsers);
export type PlaceFilters = Awaited<ReturnType<typeof loadPlaceFilters>>;

/** Converts the filters for the registry's queries. */
export function toPlaceFilter({ prompt, environment }: PlaceFilters) {
  return { prompt: searchText(prompt), environment: searchText(environment) };
}
