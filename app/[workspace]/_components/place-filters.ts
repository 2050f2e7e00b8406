import { createLoader, createSerializer, parseAsString } from "nuqs/server";
import { searchText } from "@/lib/core/search-text";

/** The address parameters of a list about prompts in environments. */
export const placeParsers = { prompt: parseAsString.withDefault(""), environment: parseAsString.withDefault("") };

export const loadPlaceFilters = createLoader(placeParsers);
export const serializePlaceFilters = createSerializer(placeParsers);
export type PlaceFilters = Awaited<ReturnType<typeof loadPlaceFilters>>;

/** Converts the filters for the registry's queries. */
export function toPlaceFilter({ prompt, environment }: PlaceFilters) {
  return { prompt: searchText(prompt), environment: searchText(environment) };
}
