"use client";

import { Square } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { RunFailure, RunState } from "@/lib/editing/run/run-state";
import { offlineModel } from "@/lib/evaluation/models/types";
import { dollarText, sizeText, timeText } from "@/lib/evaluation/runs/figures";

export type AnswerProps = {
  state: RunState;
  /** Whose answer it is, for screen readers: "v4". Undefined if there is only one. */
  of: string | undefined;
  /** The text beside the title: "before your last change". */
  note: ReactNode;
  onStop: () => void;
  onAgain: () => void;
  onOffline: () => void;
  /** The buttons below the figures. */
  actions: ReactNode;
};

const doing = { idle: "", running: "The model is answering", finished: "The answer is complete", failed: "" };

/** "v4: The answer is complete." */
const statusWords = (status: RunState["status"], of: string | undefined) =>
  doing[status] && `${of ? `${of}: ` : ""}${doing[status]}.`;

/**
 * A model's answer while it is streamed: text, tool calls, time and cost, errors. The text is not rendered as markup.
 */
export function Answer({ state, of, note, onStop, onAgain, onOffline, actions }: AnswerProps) {
  const { status, text, tools, failure, request } = state;
  const isRunning = status === "running";
  const hasAnswer = text !== "" || tools.length > 0;
  return (
    <section
      aria-label="Answer"
      aria-busy={isRunning}
      className="grid content-start gap-2.5 rounded-lg border border-line bg-surface px-3.5 py-3"
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
        {statusWords(status, of)}
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

const plainEnds = ["stop", "end_turn", "completed"];

/** The model, time, size and cost of a run. */
function RunFacts({ state: { request, finish } }: { state: RunState }) {
  if (!request) return null;
  const parameters = Object.entries(request.parameters ?? {})
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`);
  const isOffline = request.provider === offlineModel.provider;
  return (
    <dl className="grid grid-cols-[64px_minmax(0,1fr)] gap-x-2 gap-y-0.5 border-line border-t pt-2.5 text-12">
      <Fact name="Model">
        {[isOffline ? "Offline model: not real answers" : request.name, ...parameters].join(", ")}
      </Fact>
      {finish ? (
        <>
          <Fact name="Time">
            {timeText(finish.latencyMs)}
            {finish.ttftMs === null ? null : `, first token ${timeText(finish.ttftMs)}`}
          </Fact>
          <Fact name="Size">{sizeText(finish.inputTokens, finish.outputTokens)}</Fact>
          <Fact name="Cost">{finish.costUsd === null ? "not known for this model" : dollarText(finish.costUsd)}</Fact>
          {plainEnds.includes(finish.finishReason) ? null : <Fact name="Ended">{endWords(finish.finishReason)}</Fact>}
        </>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-muted">{name}</dt>
      <dd className="min-w-0 tabular-nums [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

function endWords(reason: string): string {
  if (/length|max_tokens/.test(reason)) return "cut off at the maximum number of tokens";
  if (/content.?filter|safety|refusal/.test(reason)) return "stopped by the provider's filter";
  if (/tool/.test(reason)) return "with a tool call";
  return reason;
}

type Props = {
  failure: RunFailure;
  onAgain: () => void;
  /** Runs the same request on the offline model. Undefined if the run already used it. */
  onOffline: (() => void) | undefined;
};

/** The error of a run, with an action that can help. */
function RunFailureNote({ failure, onAgain, onOffline }: Props) {
  const workspace = useWorkspace();
  const { code, message } = failure;
  if (code === "cancelled") return <p className="text-12 text-fg-muted">{message}</p>;
  const isUnconnected = code === "not_connected";
  return (
    <Callout
      live
      tone={isUnconnected ? "warning" : "negative"}
      action={
        <span className="flex flex-wrap gap-x-3">
          {isUnconnected ? null : <LinkButton onClick={onAgain}>Run again</LinkButton>}
          {isUnconnected && onOffline ? <LinkButton onClick={onOffline}>Run on the offline model</LinkButton> : null}
          {isUnconnected ? <TextLink href={`/${workspace}/settings/models`}>Open model providers</TextLink> : null}
        </span>
      }
    >
      <span className="[overflow-wrap:anywhere]">{message}</span>
    </Callout>
  );
}
