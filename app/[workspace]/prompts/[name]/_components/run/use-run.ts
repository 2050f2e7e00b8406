import { useCallback } from "react";
import type { RunBody } from "./read-run";
import { useRuns } from "./use-runs";

const only = "run";

/** One run at a time: a new one ends the one before, leaving the page ends it too. */
export function useRun(workspace: string) {
  const { stateOf, run, stop } = useRuns(workspace);
  const runOnly = useCallback((body: RunBody) => run(only, body), [run]);
  const stopOnly = useCallback(() => stop(only), [stop]);
  return { state: stateOf(only), run: runOnly, stop: stopOnly };
}
