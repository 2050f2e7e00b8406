"use client";

import { BookOpen, CircleAlert, Wrench } from "lucide-react";
import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import { capitalize } from "@/lib/core/words";
import { countText, durationText } from "@/lib/requests/figures";
import type { ToolStep } from "@/lib/requests/queries/request";
import { goneWords } from "@/lib/telemetry/gone-words";
import { tracePath } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import { keyOf, LongText } from "./long-text";
import { PaneSection } from "./pane-section";
import { ToolCalls, Value } from "./tool-calls";
import type { OpenRequest } from "./use-request";

type Props = { request: OpenRequest };

/** The messages sent to the model, if they are known, the tools that ran, and its answer. */
export function PaneConversation({ request: { interaction, prompt, said, trace } }: Props) {
  const workspace = useWorkspace();
  const { input, output, version, userId, latencyMs, ttftMs, error, traceId } = interaction;
  const { answer, toolCalls } = said;
  // Contents are stored and deleted together, so the one that is missing was not sent.
  const hasTexts = input !== null || output !== null;
  const goneFor = (what: string) => (hasTexts ? `No ${what} was sent.` : `${goneWords(interaction)}.`);
  const isFilled = prompt?.kind === "filled";
  const times = [
    latencyMs === null ? null : durationText(latencyMs),
    ttftMs === null ? null : `first word ${durationText(ttftMs)}`,
  ];
  return (
    <PaneSection
      title="Conversation"
      end={
        traceId && trace ? (
          <TextLink href={tracePath(workspace, traceId)}>
            {trace.steps === 1 ? "Trace, 1 step" : `Trace, ${countText(trace.steps)} steps`}
          </TextLink>
        ) : null
      }
    >
      {interaction.contentMark === "redacted" ? (
        <p className="text-12 text-fg-muted">Parts were replaced before it was stored.</p>
      ) : null}
      {isFilled
        ? prompt.messages.map((message, index) => (
            <Turn
              key={keyOf(prompt.messages, message)}
              name={capitalize(message.role)}
              end={
                index === 0 ? (
                  "variables marked"
                ) : message.role === "user" && userId ? (
                  <span className="font-mono">{userId}</span>
                ) : null
              }
            >
              <LongText text={message.text} values={prompt.values} />
            </Turn>
          ))
        : null}
      {isFilled ? null : (
        <>
          <Turn name="Sent as input" end={prompt ? `not v${version} filled in` : null}>
            {input === null ? <span className="text-fg-muted">{goneFor("input")}</span> : <Value value={input} />}
          </Turn>
          {prompt ? (
            <details className="mt-2">
              <summary className="w-fit cursor-pointer text-accent hover:underline">{`The template of v${version}`}</summary>
              {prompt.messages.map((message) => (
                <Turn key={keyOf(prompt.messages, message)} name={capitalize(message.role)}>
                  <LongText text={message.text} />
                </Turn>
              ))}
            </details>
          ) : null}
        </>
      )}
      {trace?.tools.map((tool) => (
        <Tool key={tool.id} tool={tool} />
      ))}
      <div className="mt-4 rounded-lg border border-line px-3.5 pt-0.5 pb-3">
        <Turn name="Answer" end={times.filter(Boolean).join(", ")}>
          {answer !== null ? (
            <Value value={answer} />
          ) : (
            <span className="text-fg-muted">
              {toolCalls.length > 0 ? "No text." : error ? "None." : goneFor("output")}
            </span>
          )}
        </Turn>
        {toolCalls.length > 0 ? (
          <Turn name="Tool calls">
            <ToolCalls calls={toolCalls} />
          </Turn>
        ) : null}
        {error ? <p className="mt-2 text-negative [overflow-wrap:anywhere]">{error}</p> : null}
      </div>
    </PaneSection>
  );
}

/** A tool or retrieval that ran for the answer: what it was given and what it returned. */
function Tool({ tool: { name, kind, durationMs, error, input, output } }: { tool: ToolStep }) {
  const Icon = kind === "tool" ? Wrench : BookOpen;
  return (
    <details className="mt-3 rounded-lg border border-line px-3.5 py-2">
      <summary className="flex cursor-pointer items-center gap-2">
        <Icon role="img" aria-label={kind} className="size-3.5 shrink-0 text-fg-muted" />
        <span className="min-w-0 truncate font-mono text-12">{name}</span>
        {error ? <CircleAlert role="img" aria-label="failed" className="size-3.5 shrink-0 text-negative" /> : null}
        <span className="ml-auto shrink-0 text-12 text-fg-subtle tabular-nums">{durationText(durationMs)}</span>
      </summary>
      {input === null ? null : (
        <Turn name="Input">
          <Value value={input} />
        </Turn>
      )}
      {output === null ? null : (
        <Turn name="Output">
          <Value value={output} />
        </Turn>
      )}
      {error ? <p className="mt-2 text-negative [overflow-wrap:anywhere]">{error}</p> : null}
      {input === null && output === null && !error ? <p className="pt-2 text-fg-muted">Not reported.</p> : null}
    </details>
  );
}

function Turn({ name, end, children }: { name: string; end?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <p className="flex items-baseline justify-between gap-3 pt-2.5 pb-1">
        <b>{name}</b>
        {end ? <span className="text-12 text-fg-subtle tabular-nums">{end}</span> : null}
      </p>
      {children}
    </div>
  );
}
