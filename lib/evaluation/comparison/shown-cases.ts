import { searchText } from "@/lib/core/search-text";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import type { CaseShown } from "./changes";

type Counts = { broken: number; fixed: number; failed: number };

/**
 * Returns the default filter. With a baseline: broken, else fixed, else all cases. Without one: failed, else all cases.
 */
export function shownByDefault({ broken, fixed, failed }: Counts, hasBaseline: boolean): CaseShown {
  if (hasBaseline && broken > 0) return "broken";
  if (hasBaseline) return fixed > 0 ? "fixed" : "all";
  return failed > 0 ? "failed" : "all";
}

/** The filters as in the address of the page. */
type CaseState = { dimension: Dimension | null; tag: string | null; q: string };

/** Returns the filters in the form that queries and the API take. */
export function toCaseFilters({ dimension, tag, q }: CaseState) {
  const [search, label] = [searchText(q), searchText(tag, 50)];
  return { ...(dimension && { dimension }), ...(label && { tag: label }), ...(search && { search }) };
}

type CaseQueryInput = CaseState & { baseline: string; verdict: CaseShown; isLive: boolean };

/** Returns the query string of the case list. The server and the browser must produce the same string. */
export function caseQuery({ baseline, verdict, isLive, ...state }: CaseQueryInput): string {
  const query = new URLSearchParams({ baseline, verdict, ...toCaseFilters(state), limit: "100" });
  if (isLive) query.set("order", "position");
  return query.toString();
}
