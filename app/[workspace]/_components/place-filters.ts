import { createLoader, createSerializer, parseAsString } from "nuqs/server";

/** What the address says of a list about prompts in environments: which prompt, which environment. */
export const placeParsers = { prompt: parseAsString.withDefault(""), environment: parseAsString.withDefault("") };

export const loadPlaceFilters = createLoader(placeParsers);
export const serializePlaceFilters = createSerializer(placeParsers);
export type PlaceFilters = Awaited<ReturnType<typeof loadPlaceFilters>>;

const clean = (text: string) => text.replaceAll("\0", "").slice(0, 200) || undefined;

/** The filters as the registry takes them. */
export function toPlaceFilter({ prompt, environment }: PlaceFilters) {
  return { prompt: clean(prompt), environment: clean(environment) };
}
