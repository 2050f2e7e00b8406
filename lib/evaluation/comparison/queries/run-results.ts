import type { Actor } from "@/lib/auth/actor";
import { isAppError } from "@/lib/core/errors";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import type { RunView } from "../../runs/types";
import type { CaseShown } from "../changes";
import { caseQuery, shownByDefault, toCaseFilters } from "../shown-cases";
import { countComparedCases, listComparedCases } from "./cases";
import { getComparedCase } from "./details";
import { getComparison, listResultTags } from "./whole";

/** What the address of a run asks for. */
type RunPageState = {
  show: CaseShown | null;
  dimension: Dimension | null;
  tag: string | null;
  q: string;
  /** The open case. */
  case: string | null;
  /** The run to compare with. */
  against: string | null;
};

/** Returns null for a `not_found` error. Rethrows every other error. */
const orNull = async <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  });

/** Returns the data that the page of a run needs at first, for the state in its address. */
export async function getRunResults(actor: Actor, run: RunView, state: RunPageState) {
  const { id, prompt, version, environment } = run;
  const isLive = run.status === "running" || run.status === "queued";
  const [against, gate, tags] = await Promise.all([
    state.against ? orNull(getComparison(actor, id, state.against)) : null,
    // A baseline run is compared with others, so it has no gate result.
    environment && run.trigger !== "baseline" ? orNull(getGateResult(actor, { prompt, version, environment })) : null,
    listResultTags(actor, id),
  ]);
  const comparison = against ?? (await getComparison(actor, id));
  const baseline = comparison.baseline?.id ?? "none";
  const verdict = state.show ?? (isLive ? "all" : shownByDefault(comparison.counts, baseline !== "none"));
  const filters = { ...toCaseFilters(state), baseline };
  const [page, counts] = await Promise.all([
    listComparedCases(actor, id, { ...filters, verdict, limit: 100, ...(isLive && { order: "position" as const }) }),
    countComparedCases(actor, id, filters),
  ]);
  const open = state.case ?? page.items[0]?.key;
  const firstCase = open ? await orNull(getComparedCase(actor, id, open, baseline)) : null;
  const query = caseQuery({ baseline, verdict, isLive, ...state });
  return { comparison, gate, tags, baseline, first: { query, page: { ...page, counts } }, firstCase };
}

export type RunResultsView = Awaited<ReturnType<typeof getRunResults>>;
