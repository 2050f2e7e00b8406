import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type CaseShown, caseChanges } from "@/lib/evaluation/comparison/changes";
import { dimensions } from "@/lib/registry/gate/dimensions";

/** What the address of a run says: which cases, which one is open, which repeat, and the run to compare with. */
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

/** What is shown when the address does not say: what broke, else what fails, else everything. */
export function shownByDefault({ broken, fixed, failed }: Counts, hasBaseline: boolean): CaseShown {
  if (hasBaseline && broken > 0) return "broken";
  if (hasBaseline) return fixed > 0 ? "fixed" : "all";
  return failed > 0 ? "failed" : "all";
}

// PostgreSQL has no NUL in its text, and a pasted novel is no filter.
const clean = (text: string | null, length: number) => text?.replaceAll("\0", "").trim().slice(0, length) || undefined;

/** Returns the filters in the form that queries and the API take. */
export function toCaseFilters({ dimension, tag, q }: Pick<ResultState, "dimension" | "tag" | "q">) {
  const [search, label] = [clean(q, 200), clean(tag, 50)];
  return { ...(dimension && { dimension }), ...(label && { tag: label }), ...(search && { search }) };
}

type CaseQueryInput = Parameters<typeof toCaseFilters>[0] & { baseline: string; verdict: CaseShown; isLive: boolean };

/** What the list of cases is asked for with; the server and the browser write the same. */
export function caseQuery({ baseline, verdict, isLive, ...state }: CaseQueryInput): string {
  const query = new URLSearchParams({ baseline, verdict, ...toCaseFilters(state), limit: "100" });
  if (isLive) query.set("order", "position");
  return query.toString();
}
