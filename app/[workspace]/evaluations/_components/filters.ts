import { flagParam, integerParam, pageParams, paramsText, textParam } from "@/lib/core/address-params";
import { searchText } from "@/lib/core/search-text";

/** The URL parameters of the list of suites. */
export const suiteParsers = { q: textParam(""), archived: flagParam(false) };
export const loadSuiteFilters = pageParams(suiteParsers);
export const serializeSuiteFilters = paramsText(suiteParsers);
export type SuiteFilters = Awaited<ReturnType<typeof loadSuiteFilters>>;

export const toSuiteFilter = ({ q, archived }: SuiteFilters) => ({ search: searchText(q), isArchived: archived });

/** The URL parameters of a suite. */
export const caseFilters = { q: textParam(""), tag: textParam() };
export const caseParsers = { ...caseFilters, revision: integerParam() };
export const loadCaseFilters = pageParams(caseParsers);
export type CaseFilters = Awaited<ReturnType<typeof loadCaseFilters>>;

export const toCaseFilter = ({ q, tag, revision }: CaseFilters) => ({
  search: searchText(q),
  tag: searchText(tag),
  revision: revision !== null && revision >= 0 && revision <= 2_147_483_647 ? revision : undefined,
});
