import { createLoader, createSerializer, parseAsBoolean, parseAsInteger, parseAsString } from "nuqs/server";

// PostgreSQL cannot store NUL in text, and the length of a filter is limited.
const clean = (text: string | null) => text?.replaceAll("\0", "").trim().slice(0, 200) || undefined;

/** The URL parameters of the list of suites. */
export const suiteParsers = { q: parseAsString.withDefault(""), archived: parseAsBoolean.withDefault(false) };
export const loadSuiteFilters = createLoader(suiteParsers);
export const serializeSuiteFilters = createSerializer(suiteParsers);
export type SuiteFilters = Awaited<ReturnType<typeof loadSuiteFilters>>;

export const toSuiteFilter = ({ q, archived }: SuiteFilters) => ({ search: clean(q), isArchived: archived });

/** The URL parameters of a suite. */
export const caseParsers = { q: parseAsString.withDefault(""), tag: parseAsString, revision: parseAsInteger };
export const loadCaseFilters = createLoader(caseParsers);
export type CaseFilters = Awaited<ReturnType<typeof loadCaseFilters>>;

export const toCaseFilter = ({ q, tag, revision }: CaseFilters) => ({
  search: clean(q),
  tag: clean(tag),
  revision: revision !== null && revision >= 0 && revision <= 2_147_483_647 ? revision : undefined,
});
