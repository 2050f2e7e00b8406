import type { Actor } from "@/lib/auth/actor";
import { isAppError } from "@/lib/core/errors";
import { countComparedCases, listComparedCases } from "@/lib/evaluation/comparison/queries/cases";
import { getComparedCase } from "@/lib/evaluation/comparison/queries/details";
import { getComparison, listResultTags } from "@/lib/evaluation/comparison/queries/whole";
import type { RunView } from "@/lib/evaluation/runs/types";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import { caseQuery, type ResultState, shownByDefault, toCaseFilters } from "./result-state";

/** Returns null for a `not_found` error. Rethrows every other error. */
const orNull = async <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  });

/** Loads the data that the page of a run needs at first, for the state in its address. */
export async function loadResults({ actor, run, state }: { actor: Actor; run: RunView; state: ResultState }) {
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

export type Results = Awaited<ReturnType<typeof loadResults>>;
