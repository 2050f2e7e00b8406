import type { FieldError } from "@/lib/core/errors";
import type { ModelFailure, ModelFinish, ModelRequest } from "@/lib/evaluation/models/types";
import type { RunEvent } from "@/lib/evaluation/playground/run";

/** Why a run did not start or did not finish. `refused`: nothing was sent to a model. */
export type RunFailure = {
  code: ModelFailure["code"] | "refused" | "cut_off";
  message: string;
  errors?: FieldError[];
  retryAfterSeconds?: number | null;
};

/** The displayed state of a run. */
export type RunState = {
  status: "idle" | "running" | "finished" | "failed";
  request: ModelRequest | null;
  text: string;
  tools: { name: string; input: unknown }[];
  finish: ModelFinish | null;
  failure: RunFailure | null;
};

export type RunStep =
  | { type: "start" }
  | { type: "refused"; message: string; errors?: FieldError[]; retryAfterSeconds?: number | null }
  | { type: "end" }
  | RunEvent;

export const idleRun: RunState = { status: "idle", request: null, text: "", tools: [], finish: null, failure: null };

/** Returns the state after a step. A failure keeps the text received before it. Pure. */
export function stepRun(state: RunState, step: RunStep): RunState {
  switch (step.type) {
    case "start":
      return { ...idleRun, status: "running" };
    case "request":
      return { ...state, request: step.request };
    case "text":
      return { ...state, text: state.text + step.text };
    case "tool":
      return { ...state, tools: [...state.tools, { name: step.name, input: step.input }] };
    case "finished":
      return { ...state, status: "finished", finish: step };
    case "failed":
      return { ...state, status: "failed", failure: step };
    case "refused":
      return { ...state, status: "failed", failure: { code: "refused", ...step } };
    case "end":
      return state.status === "running" ? { ...state, status: "failed", failure: cutOff } : state;
  }
}

const cutOff: RunFailure = {
  code: "cut_off",
  message: "The connection to Understudy ended before the answer was complete. The part that arrived is kept.",
};

/** Returns the answer for a test case: its text, or the tool calls as JSON if there is no text. Pure. */
export function answerOf({ text, tools }: Pick<RunState, "text" | "tools">): string {
  if (text || tools.length === 0) return text;
  return JSON.stringify(tools.length === 1 ? tools[0] : tools, null, 2);
}
