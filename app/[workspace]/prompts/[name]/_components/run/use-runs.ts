import { useCallback, useEffect, useRef, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { askRun, type RunBody } from "@/lib/editing/run/read-run";
import { idleRun, type RunState, type RunStep, stepRun } from "@/lib/editing/run/run-state";

const stopped: RunStep = {
  type: "failed",
  code: "cancelled",
  message: "You stopped it. The part that arrived is kept.",
  status: null,
  retryAfterSeconds: null,
};

/** Manages concurrent runs by key. A new run aborts the previous run of its key. Leaving the page aborts all runs. */
export function useRuns() {
  const workspace = useWorkspace();
  const [states, setStates] = useState<ReadonlyMap<string, RunState>>(new Map());
  const controls = useRef(new Map<string, AbortController>());

  const step = useCallback((key: string, event: RunStep) => {
    setStates((before) => new Map(before).set(key, stepRun(before.get(key) ?? idleRun, event)));
  }, []);
  const run = useCallback(
    async (key: string, body: RunBody) => {
      controls.current.get(key)?.abort();
      const control = new AbortController();
      controls.current.set(key, control);
      const isCurrent = () => controls.current.get(key) === control;
      step(key, { type: "start" });
      try {
        for await (const event of askRun(workspace, body, control.signal)) {
          if (!isCurrent()) return;
          step(key, event);
        }
      } catch (error) {
        if (!control.signal.aborted) console.error(error);
      }
      if (!isCurrent()) return;
      controls.current.delete(key);
      step(key, { type: "end" });
    },
    [workspace, step],
  );
  const stop = useCallback(
    (key: string) => {
      const control = controls.current.get(key);
      if (!control) return;
      controls.current.delete(key);
      control.abort();
      step(key, stopped);
    },
    [step],
  );
  useEffect(() => {
    const all = controls.current;
    return () => {
      for (const control of all.values()) control.abort();
    };
  }, []);
  const stateOf = useCallback((key: string) => states.get(key) ?? idleRun, [states]);
  return { stateOf, run, stop };
}
