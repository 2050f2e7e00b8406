import { createLoader, createSerializer, parseAsBoolean, parseAsInteger, parseAsString } from "nuqs/server";
import { searchText } from "@/lib/core/search-text";

/** The URL parameters of the list of suites. */
export const suiteParsers = { q: parseAsString.withDefault(""), archived: parseAsBoolean.withDefault(false) };
export const loadSuiteFilters = createLoader(suiteParsers);
export const serializeSuiteFilters = createSerializer(suiteParsers);
export type SuiteFilters = Awaited<ReturnType<typeof loadSuiteFilters>>;

export const toSuiteFilter = ({ q, archived }: SuiteFilters) => ({ search: searchText(q), isArchived: archived });

/** The URL parameters of a suite. */
export const caseParsers = { q: parseAsString.withDefault(""), tag: parseAsString, revision: parseAsInteger };
export const loadCaseFilters = createLoader(caseParsers);
export type CaseFilters = Awaited<ReturnType<typeof loadCaseFilters>>;

export const toCaseFilter = ({ q, tag, revision }: CaseFilters) => ({
  search: searchText(q),
  tag: searchText(tag),
  revision: revision !== null && revision >= 0 && revision <= 2_147_483_647 ? revision : undefined,
});
