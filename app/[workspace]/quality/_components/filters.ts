import { pageParams, paramsText, textParam } from "@/lib/core/address-params";
import { searchText } from "@/lib/core/search-text";

/** The address parameters of the overview. */
export const qualityParsers = { environment: textParam(""), folder: textParam("") };

export const loadQualityFilters = pageParams(qualityParsers);
export const serializeQualityFilters = paramsText(qualityParsers);
export type QualityFilters = Awaited<ReturnType<typeof loadQualityFilters>>;

/** Converts the filters for the query. An unknown environment is ignored. */
export function toQualityFilter({ environment, folder }: QualityFilters, environments: readonly { name: string }[]) {
  return { environment: environments.find(({ name }) => name === environment)?.name, folder: searchText(folder) };
}
