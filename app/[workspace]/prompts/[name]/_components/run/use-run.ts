import { useCallback } from "react";
import type { RunBody } from "./read-run";
import { useRuns } from "./use-runs";

const only = "run";

/** Manages one run at a time. A new run aborts the previous one. Leaving the page aborts it, too. */
export function useRun() {
  const { stateOf, run, stop } = useRuns();
  const runOnly = useCallback((body: RunBody) => run(only, body), [run]);
  const stopOnly = useCallback(() => stop(only), [stop]);
  return { state: stateOf(only), run: runOnly, stop: stopOnly };
}
