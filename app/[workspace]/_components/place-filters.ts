import { createLoader, createSerializer, parseAsString } from "nuqs/server";

/** The address parameters of a list about prompts in environments. */
export const placeParsers = { prompt: parseAsString.withDefault(""), environment: parseAsString.withDefault("") };

export const loadPlaceFilters = createLoader(placeParsers);
export const serializePlaceFilters = createSerializer(placeParsers);
export type PlaceFilters = Awaited<ReturnType<typeof loadPlaceFilters>>;

const clean = (text: string) => text.replaceAll("\0", "").slice(0, 200) || undefined;

/** Converts the filters for the registry's queries. */
export function toPlaceFilter({ prompt, environment }: PlaceFilters) {
  return { prompt: clean(prompt), environment: clean(environment) };
}
