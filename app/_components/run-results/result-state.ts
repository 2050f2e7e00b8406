import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type CaseShown, caseChanges } from "@/lib/evaluation/comparison/changes";
import { dimensions } from "@/lib/registry/gate/dimensions";

/** The state in the address of a run: the filters, the open case, the repeat, and the run to compare with. */
export const resultParsers = {
  show: parseAsStringLiteral(caseChanges),
  dimension: parseAsStringLiteral(dimensions),
  tag: parseAsString,
  q: parseAsString.withDefault(""),
  case: parseAsString,
  repeat: parseAsInteger.withDefault(1),
  against: parseAsString,
};
export const loadResultState = createLoader(resultParsers);
export type ResultState = Awaited<ReturnType<typeof loadResultState>>;

type Counts = { broken: number; fixed: number; failed: number };

/**
 * Returns the default filter. With a baseline: broken, else fixed, else all cases. Without one: failed, else all cases.
 */
export function shownByDefault({ broken, fixed, failed }: Counts, hasBaseline: boolean): CaseShown {
  if (hasBaseline && broken > 0) return "broken";
  if (hasBaseline) return fixed > 0 ? "fixed" : "all";
  return failed > 0 ? "failed" : "all";
}

// PostgreSQL text cannot contain NUL. Long pasted text is not a useful filter.
const clean = (text: string | null, length: number) => text?.replaceAll("\0", "").trim().slice(0, length) || undefined;

/** Returns the filters in the form that queries and the API take. */
export function toCaseFilters({ dimension, tag, q }: Pick<ResultState, "dimension" | "tag" | "q">) {
  const [search, label] = [clean(q, 200), clean(tag, 50)];
  return { ...(dimension && { dimension }), ...(label && { tag: label }), ...(search && { search }) };
}

type CaseQueryInput = Parameters<typeof toCaseFilters>[0] & { baseline: string; verdict: CaseShown; isLive: boolean };

/** Returns the query string of the case list. The server and the browser must produce the same string. */
export function caseQuery({ baseline, verdict, isLive, ...state }: CaseQueryInput): string {
  const query = new URLSearchParams({ baseline, verdict, ...toCaseFilters(state), limit: "100" });
  if (isLive) query.set("order", "position");
  return query.toString();
}
