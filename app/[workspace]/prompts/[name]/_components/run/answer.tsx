"use client";

import { Square } from "lucide-react";
import type { ReactNode } from "react";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { offlineModel } from "@/lib/evaluation/models/types";
import { RunFacts } from "./run-facts";
import { RunFailureNote } from "./run-failure";
import type { RunState } from "./run-state";

export type AnswerProps = {
  state: RunState;
  workspace: string;
  /** The text beside the title: "before your last change". */
  note?: ReactNode;
  onStop: () => void;
  onAgain: () => void;
  onOffline: () => void;
  /** The buttons below the figures. */
  actions?: ReactNode;
  className?: string;
};

const statusWords = { idle: "", running: "The model is answering.", finished: "The answer is complete.", failed: "" };

/**
 * A model's answer while it is streamed: text, tool calls, time and cost, errors. The text is not rendered as markup.
 */
export function Answer({ state, workspace, note, onStop, onAgain, onOffline, actions, className }: AnswerProps) {
  const { status, text, tools, failure, request } = state;
  const isRunning = status === "running";
  const hasAnswer = text !== "" || tools.length > 0;
  return (
    <section
      aria-label="Answer"
      aria-busy={isRunning}
      className={cn("grid content-start gap-2.5 rounded-lg border border-line bg-surface px-3.5 py-3", className)}
    >
      <header className="flex min-h-6 items-center justify-between gap-2">
        <h3 className="font-semibold">Answer</h3>
        {isRunning ? (
          <Button size="sm" icon={<Square className="size-3" />} onClick={onStop}>
            Stop
          </Button>
        ) : note ? (
          <span className="text-12 text-fg-muted">{note}</span>
        ) : null}
      </header>
      <p role="status" className="sr-only">
        {statusWords[status]}
      </p>
      {text ? <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p> : null}
      {inOrder(tools).map(({ key, item: tool }) => (
        <ToolCall key={key} name={tool.name} input={tool.input} />
      ))}
      {isRunning && !hasAnswer ? <p className="text-fg-subtle">Waiting for the first token…</p> : null}
      {status === "finished" && !hasAnswer ? <p className="text-fg-subtle">The answer is empty.</p> : null}
      {failure ? (
        <RunFailureNote
          failure={failure}
          workspace={workspace}
          onAgain={onAgain}
          onOffline={request?.provider === offlineModel.provider ? undefined : onOffline}
        />
      ) : null}
      <RunFacts state={state} />
      {actions && hasAnswer && !isRunning ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </section>
  );
}

function ToolCall({ name, input }: { name: string; input: unknown }) {
  return (
    <div className="rounded-md border border-line bg-surface-sunken px-2.5 py-2">
      <p className="text-12 text-fg-muted">
        Calls <code className="text-fg">{name}</code>
      </p>
      <pre className="mt-1 whitespace-pre-wrap font-mono text-12 [overflow-wrap:anywhere]">
        {JSON.stringify(input, null, 2)}
      </pre>
    </div>
  );
}
