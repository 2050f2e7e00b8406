import { createLoader, createSerializer, parseAsString } from "nuqs/server";
import { searchText } from "@/lib/core/search-text";

/** The address parameters of the overview. */
export const qualityParsers = { environment: parseAsString.withDefault(""), folder: parseAsString.withDefault("") };

export const loadQualityFilters = createLoader(qualityParsers);
export const serializeQualityFilters = createSerializer(qualityParsers);
export type QualityFilters = Awaited<ReturnType<typeof loadQualityFilters>>;

/** Converts the filters for the query. An unknown environment is ignored. */
export function toQualityFilter({ environment, folder }: QualityFilters, environments: readonly { name: string }[]) {
  return { environment: environments.find(({ name }) => name === environment)?.name, folder: searchText(folder) };
}
