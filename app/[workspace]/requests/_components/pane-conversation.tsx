"use client";

import type { ReactNode } from "react";
import { durationText } from "./figures";
import { goneWords } from "./gone-words";
import { keyOf, LongText } from "./long-text";
import { PaneSection } from "./pane-section";
import type { OpenRequest } from "./use-request";

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The messages sent to the model, if they are known, and its answer. */
export function PaneConversation({ request: { interaction, prompt } }: { request: OpenRequest }) {
  const { input, output, version, userId, latencyMs, ttftMs, error } = interaction;
  const gone = `${goneWords(interaction)}.`;
  const isFilled = prompt?.kind === "filled";
  const times = [
    latencyMs === null ? null : durationText(latencyMs),
    ttftMs === null ? null : `first word ${durationText(ttftMs)}`,
  ];
  return (
    <PaneSection title="Conversation">
      {interaction.contentMark === "redacted" ? (
        <p className="text-12 text-fg-muted">Parts were replaced before it was stored.</p>
      ) : null}
      {isFilled
        ? prompt.messages.map((message, index) => (
            <Turn
              key={keyOf(prompt.messages, message)}
              name={capital(message.role)}
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
            {input === null ? (
              <span className="text-fg-muted">{gone}</span>
            ) : (
              <LongText text={asText(input)} isCode={typeof input !== "string"} />
            )}
          </Turn>
          {prompt ? (
            <details className="mt-2">
              <summary className="w-fit cursor-pointer text-accent hover:underline">{`The template of v${version}`}</summary>
              {prompt.messages.map((message) => (
                <Turn key={keyOf(prompt.messages, message)} name={capital(message.role)}>
                  <LongText text={message.text} />
                </Turn>
              ))}
            </details>
          ) : null}
        </>
      )}
      <div className="mt-4 rounded-lg border border-line px-3.5 pt-0.5 pb-3">
        <Turn name="Answer" end={times.filter(Boolean).join(", ")}>
          {output === null ? (
            <span className="text-fg-muted">{error ? "None." : gone}</span>
          ) : (
            <LongText text={asText(output)} isCode={typeof output !== "string"} />
          )}
        </Turn>
        {error ? <p className="mt-2 text-negative [overflow-wrap:anywhere]">{error}</p> : null}
      </div>
    </PaneSection>
  );
}

const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

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
