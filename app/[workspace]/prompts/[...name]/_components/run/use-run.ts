import { useCallback, useEffect, useReducer, useRef } from "react";
import { askRun, type RunBody } from "./read-run";
import { idleRun, type RunState, type RunStep, stepRun } from "./run-state";

const stopped: RunStep = {
  type: "failed",
  code: "cancelled",
  message: "You stopped it. What had come is kept.",
  status: null,
  retryAfterSeconds: null,
};

export type Run = {
  state: RunState;
  run: (body: RunBody) => Promise<void>;
  stop: () => void;
};

/** One run at a time: a new one ends the one before, leaving the page ends it too. */
export function useRun(workspace: string): Run {
  const [state, step] = useReducer(stepRun, idleRun);
  const current = useRef<AbortController | null>(null);

  const run = useCallback(
    async (body: RunBody) => {
      current.current?.abort();
      const control = new AbortController();
      current.current = control;
      step({ type: "start" });
      try {
        for await (const event of askRun(workspace, body, control.signal)) {
          if (current.current !== control) return;
          step(event);
        }
      } catch (error) {
        if (!control.signal.aborted) console.error(error);
      }
      if (current.current === control) step({ type: "end" });
    },
    [workspace],
  );
  const stop = useCallback(() => {
    const control = current.current;
    if (!control || control.signal.aborted) return;
    current.current = null;
    control.abort();
    step(stopped);
  }, []);
  useEffect(() => () => current.current?.abort(), []);
  return { state, run, stop };
}
