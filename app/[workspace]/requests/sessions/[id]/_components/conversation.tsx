"use client";

import type { ReactNode } from "react";
import { promptPath, withQuery } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { LongText } from "@/app/[workspace]/requests/_components/long-text";
import { PaneTime } from "@/app/[workspace]/requests/_components/pane-time";
import { ToolCalls } from "@/app/[workspace]/requests/_components/tool-calls";
import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/text-link";
import { costText, costWords, countText, durationText, tokensOf } from "@/lib/requests/figures";
import type { KnownCost } from "@/lib/requests/list-prices";
import type { SessionTurn } from "@/lib/requests/queries/requests";
import { turnsOf } from "@/lib/requests/turns";
import { goneWords } from "@/lib/telemetry/gone-words";
import { inputWords } from "@/lib/telemetry/input-words";

type Props = {
  /** Oldest first. */
  turns: readonly SessionTurn[];
  /** Null if not known. */
  cost: KnownCost | null;
  /** Null if these are the first turns. */
  earlierHref: string | null;
  /** Null if these are the last turns. */
  latestHref: string | null;
};

/** The turns of a session with their texts and figures. */
export function Conversation({ turns, cost, earlierHref, latestHref }: Props) {
  const workspace = useWorkspace();
  const users = [...new Set(turns.flatMap(({ userId }) => userId ?? []))];
  const which = latestHref ? "Here are " : earlierHref ? "The newest " : "";
  const isWhole = earlierHref === null && latestHref === null;
  return (
    <>
      <section aria-label="In short" className="border-line border-b bg-surface-sunken px-6 py-4 max-md:px-4">
        <p>
          {`${which}${turns.length} ${turns.length === 1 ? "answer" : "answers"}${isWhole ? "" : ","}${cost ? ` for ${costText(cost.costUsd)}` : ""}`}
          {users.length > 0 ? " to " : ""}
          {users.map((userId, index) => (
            <span key={userId}>
              {index > 0 ? ", " : ""}
              <TextLink href={withQuery(`/${workspace}/requests`, { userId })}>{userId}</TextLink>
            </span>
          ))}
          .
          {cost && cost.pricedUsd > 0
            ? ` ${costText(cost.pricedUsd)} of it was not reported: it is the list price.`
            : ""}
          {cost && cost.unknown > 0
            ? ` The cost of ${cost.unknown === 1 ? "one answer" : `${countText(cost.unknown)} answers`} is not known.`
            : ""}
        </p>
        {isWhole ? null : (
          <p className="mt-1 flex gap-4">
            {earlierHref ? <TextLink href={earlierHref}>Earlier answers</TextLink> : null}
            {latestHref ? <TextLink href={latestHref}>The latest answers</TextLink> : null}
          </p>
        )}
      </section>
      <ol className="grid w-full max-w-[868px] gap-6 px-6 py-6 max-md:px-4">
        {turns.map((turn) => (
          <li key={turn.id} className="grid gap-2">
            <Turn turn={turn} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Turn({ turn }: { turn: SessionTurn }) {
  const workspace = useWorkspace();
  const { input, answer, toolCalls, error, prompt, version, interactionId, traceId, at, latencyMs, score } = turn;
  const question = typeof input === "string" ? input : input === null ? "" : inputWords(JSON.stringify(input));
  const isSilent = answer === null && toolCalls.length === 0;
  const gone = input === null && isSilent ? `${goneWords(turn)}.` : "None.";
  const tokens = tokensOf(turn);
  const figures = [
    durationText(latencyMs),
    tokens === null ? null : `${countText(tokens)} tokens`,
    costWords(turn),
    score === null ? null : `score ${score.toFixed(2)}`,
  ];
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 text-12 text-fg-muted">
        <PaneTime at={at} />
        <TextLink href={promptPath(workspace, prompt, { tab: "history", version })}>{`${prompt} v${version}`}</TextLink>
        <TextLink href={withQuery(`/${workspace}/requests`, { request: interactionId })}>Open the request</TextLink>
        {traceId ? (
          <TextLink href={`/${workspace}/requests/traces/${encodeURIComponent(traceId)}`}>Trace</TextLink>
        ) : null}
      </p>
      <Bubble isOwn name="Input">
        {question ? <LongText text={question} /> : <span className="text-fg-muted">{gone}</span>}
      </Bubble>
      <Bubble name="The answer">
        {turnsOf(answer).map(({ key, text, isCode }) => (
          <LongText key={key} text={text} isCode={isCode} />
        ))}
        <ToolCalls calls={toolCalls} />
        {isSilent && !error ? <span className="text-fg-muted">{gone}</span> : null}
        {error ? <p className="text-negative [overflow-wrap:anywhere]">{error}</p> : null}
        <p className="mt-2 text-12 text-fg-muted tabular-nums">{figures.filter(Boolean).join(", ")}</p>
      </Bubble>
    </>
  );
}

function Bubble({ name, isOwn, children }: { name: string; isOwn?: boolean; children: ReactNode }) {
  return (
    <section
      aria-label={name}
      className={cn(
        "min-w-0 max-w-[86%] rounded-lg border border-line px-3.5 py-2.5 max-md:max-w-[94%]",
        isOwn ? "justify-self-end bg-surface-sunken" : "justify-self-start",
      )}
    >
      {children}
    </section>
  );
}
