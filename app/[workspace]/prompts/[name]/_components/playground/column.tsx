"use client";

import { Callout } from "@/components/ui/callout";
import type { PlaygroundColumn } from "@/lib/editing/playground/columns";
import type { RunBody } from "@/lib/editing/run/read-run";
import { answerOf, type RunState } from "@/lib/editing/run/run-state";
import { type ModelOption, offlineModel } from "@/lib/evaluation/models/types";
import type { ModelRef } from "@/lib/template/content";
import type { CaseDraft } from "../run/keep-case-dialog";
import { RunResult } from "../run/run-result";
import { ColumnHead } from "./column-head";
import type { PlaygroundProps } from "./playground-types";

type Props = Pick<PlaygroundProps, "prompt" | "versions" | "canRun" | "canKeep"> & {
  models: readonly ModelOption[];
  column: PlaygroundColumn;
  own: ModelRef | undefined;
  state: RunState;
  /** The request that produced the answer. */
  ran: RunBody | undefined;
  /** Whether the values have changed since the run. */
  isOld: boolean;
  /** The names of missing values. Empty until a run was started. */
  missing: readonly string[];
  onChange: (column: PlaygroundColumn) => void;
  onRemove: (() => void) | undefined;
  onRun: () => void;
  onStop: () => void;
};

/** A version on a model: its answer, its time and cost, and the actions on it. */
export function Column(props: Props) {
  const { prompt, column, own, state, ran, isOld, missing, canRun, canKeep, onChange, onRun, onStop } = props;
  const hasModel = Boolean(column.model ?? own);
  const toCase = (): CaseDraft | null => {
    if (!ran || !state.request) return null;
    const { provider, name } = state.request;
    return {
      variables: ran.variables,
      placeholders: ran.placeholders as CaseDraft["placeholders"],
      answer: answerOf(state),
      source: { kind: "playground", prompt: prompt.name, version: column.version, model: `${provider}/${name}` },
    };
  };
  return (
    <section aria-label={`v${column.version}`} className="grid min-w-0 content-start gap-2.5 px-5 py-4 max-md:px-4">
      <ColumnHead {...props} isRunning={state.status === "running"} />
      {hasModel ? null : <Callout tone="warning">v{column.version} has no model. Choose one above.</Callout>}
      {missing.length > 0 ? (
        <Callout live tone="warning">
          {missing.join(", ")} {missing.length === 1 ? "is" : "are"} missing. Nothing was sent.
        </Callout>
      ) : null}
      {state.status === "idle" ? (
        <p className="rounded-lg border border-line border-dashed px-3.5 py-8 text-center text-fg-muted">
          {canRun ? "The answer appears here, with its time, size and cost." : "Nothing was run."}
        </p>
      ) : (
        <RunResult
          prompt={prompt.name}
          state={state}
          of={`v${column.version}`}
          isOld={isOld}
          toCase={canKeep ? toCase : undefined}
          onStop={onStop}
          onAgain={onRun}
          onOffline={() => onChange({ ...column, model: { ...offlineModel } })}
        />
      )}
    </section>
  );
}
