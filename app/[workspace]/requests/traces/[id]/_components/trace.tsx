"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { sessionPath, tracePath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { PaneTime } from "@/app/[workspace]/requests/_components/pane-time";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/text-link";
import { useQueryText } from "@/components/ui/use-query-text";
import { costWords, countText, durationText } from "@/lib/requests/figures";
import type { RequestView } from "@/lib/requests/queries/requests";
import type { TraceView } from "@/lib/requests/queries/trace";
import type { TraceStep } from "@/lib/requests/trace-step";
import { timeIn, timeOfTrace } from "@/lib/requests/trace-time";
import type { InteractionKind } from "@/lib/telemetry/schema";
import { StepPane } from "./step-pane";
import { bars, StepRow } from "./step-row";

/** The number of rows that are drawn at first. */
const firstRows = 200;

const legend: [InteractionKind, string][] = [
  ["llm", "Model"],
  ["tool", "Tool"],
  ["retrieval", "Retrieval"],
  ["span", "Other step"],
];

const sum = (steps: readonly TraceStep[], read: (step: TraceStep) => number | null) => {
  const values = steps.map(read).filter((value) => value !== null);
  return values.length > 0 ? values.reduce((all, value) => all + value, 0) : null;
};

/** Sums use only model calls, because a parent step often reports the sum of its children's tokens. */
const callsOf = <Step extends TraceStep>(steps: readonly Step[]) => steps.filter(({ kind }) => kind === "llm");

/** ", and 5.99 s of it went into 133 model calls". */
function spentWords(calls: readonly TraceStep[]): string {
  const [only] = calls;
  if (!only) return "";
  const into = calls.length === 1 ? (only.model ?? only.name) : `${countText(calls.length)} model calls`;
  return `, and ${durationText(timeIn(calls))} of it went into ${into}`;
}

/** The tree with its timeline on the left, the selected step on the right, the session below. */
export function Trace({ trace, session }: { trace: TraceView; session: readonly RequestView[] }) {
  const { steps, isCut } = trace;
  const [chosenId, setChosen] = useQueryText("step");
  const longest = callsOf(steps).toSorted((a, b) => b.durationMs - a.durationMs)[0];
  const chosen = steps.find(({ id }) => id === chosenId) ?? longest ?? steps[0];
  const index = chosen ? steps.indexOf(chosen) : -1;
  const [isOpen, setIsOpen] = useState(false);
  const shown = isOpen ? steps.length : Math.max(firstRows, index + 1);
  const choose = useCallback((id: string) => setChosen(id), [setChosen]);
  const isMoved = useRef(false);
  const go = (place: number) => {
    const step = steps[place];
    if (!step) return;
    isMoved.current = true;
    setChosen(step.id);
  };
  const shownId = chosen?.id;
  // The keys move the focus too, so that the step stays in view and is read.
  useEffect(() => {
    if (isMoved.current && shownId)
      document.querySelector<HTMLElement>(`[data-step="${CSS.escape(shownId)}"]`)?.focus();
    isMoved.current = false;
  }, [shownId]);
  useShortcut("ArrowDown", () => go(index + 1));
  useShortcut("ArrowUp", () => go(index - 1));
  const { from, to, early } = timeOfTrace(steps);
  const whole = Math.max(1, to - from);
  const calls = callsOf(steps);
  const [tokensIn, tokensOut] = [sum(calls, (step) => step.inputTokens), sum(calls, (step) => step.outputTokens)];
  const cost = sum(calls, (step) => step.costUsd ?? step.pricedUsd);
  const isPriced = calls.some((step) => step.pricedUsd !== null);
  const unknown = calls.filter((step) => step.costUsd === null && step.pricedUsd === null).length;
  const inCycles = steps.filter((step) => step.isInCycle);
  const failed = steps.filter(({ error }) => error !== null);
  const facts: [string, string][] = [
    ["Steps", isCut ? `${countText(steps.length)} or more` : countText(steps.length)],
    ["Model calls", countText(calls.length)],
    [
      "Tokens",
      tokensIn === null && tokensOut === null ? "–" : `${countText(tokensIn)} in, ${countText(tokensOut)} out`,
    ],
    ["Cost", costWords({ costUsd: isPriced ? null : cost, pricedUsd: cost }) ?? "–"],
    ["Failed", failed.length === 0 ? "none" : countText(failed.length)],
  ];
  return (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_400px] max-lg:grid-cols-[minmax(0,1fr)_320px] max-md:block">
      <div className="min-w-0 border-line pb-6 md:border-r">
        <section aria-label="In short" className="border-line border-b bg-surface-sunken px-6 py-5 max-md:px-4">
          <h2 className="text-18">{`${durationText(whole)}${steps.length > 1 ? spentWords(calls) : ""}.`}</h2>
          {failed[0] ? (
            <p className="line-clamp-3 text-fg-muted [overflow-wrap:anywhere]">{`${failed[0].name} failed: ${failed[0].error}`}</p>
          ) : null}
          <dl className="mt-3 flex flex-wrap gap-x-7 gap-y-2 tabular-nums">
            {facts.map(([term, value]) => (
              <div key={term}>
                <dt className="text-12 text-fg-muted">{term}</dt>
                <dd className="font-medium">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
        {inCycles[0] ? (
          <p className="px-6 pt-3 [overflow-wrap:anywhere] max-md:px-4">
            {inCycles.length === 1
              ? `“${inCycles[0].name}” was reported as its own parent, directly or through its children. It is shown as the first of them.`
              : `${inCycles.length} steps were reported as their own parents, directly or through their children. Each is shown as the first of them: ${inCycles
                  .slice(0, 3)
                  .map(({ name }) => `“${name}”`)
                  .join(", ")}${inCycles.length > 3 ? " and others" : ""}.`}
          </p>
        ) : null}
        {early[0] ? (
          <p className="px-6 pt-3 [overflow-wrap:anywhere] max-md:px-4">
            {early.length === 1
              ? `“${early[0].name}” is dated before the step that caused it: a clock is off. The timeline leaves it out.`
              : `“${early[0].name}” and ${countText(early.length - 1)} more are dated before the steps that caused them: a clock is off. The timeline leaves them out.`}
          </p>
        ) : null}
        <p className="flex flex-wrap gap-x-4 gap-y-1 px-6 py-3 text-12 text-fg-muted max-md:px-4">
          {legend.map(([kind, words]) => (
            <span key={kind} className="inline-flex items-center gap-1.5">
              <i aria-hidden="true" className={cn("h-2 w-3 rounded-sm", bars[kind])} />
              {words}
            </span>
          ))}
          {isPriced ? <span>≈ has list prices: no cost was reported.</span> : null}
          {cost !== null && unknown > 0 ? (
            <span>{`The cost of ${unknown === 1 ? "one model call" : `${countText(unknown)} model calls`} is not known.`}</span>
          ) : null}
          {isCut ? <span>The first 1,000 steps are shown and added up.</span> : null}
        </p>
        <table className="w-full table-fixed border-collapse">
          <caption className="sr-only">Steps of this trace, each under the one that caused it</caption>
          <thead>
            <tr className="text-12 text-fg-muted">
              <th scope="col" className="w-[44%] border-line border-y py-1.5 pl-6 font-normal max-md:pl-4">
                Step
              </th>
              <th scope="col" className="border-line border-y py-1.5 font-normal">
                <span className="flex justify-between tabular-nums">
                  <span>0</span>
                  <span>{durationText(whole)}</span>
                </span>
              </th>
              <th scope="col" className="w-[84px] border-line border-y py-1.5 pr-2 text-right max-md:pr-4 font-normal">
                Time
              </th>
              <th
                scope="col"
                className="w-[96px] border-line border-y py-1.5 pr-6 text-right font-normal max-md:hidden"
              >
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.slice(0, shown).map((step) => (
              <StepRow
                key={`${step.id} ${step.at}`}
                step={step}
                isChosen={step === chosen}
                from={from}
                whole={whole}
                onChoose={choose}
              />
            ))}
          </tbody>
        </table>
        {shown < steps.length ? (
          <p className="px-6 py-3 max-md:px-4">
            <Button size="sm" onClick={() => setIsOpen(true)}>
              {`Show ${countText(steps.length - shown)} more steps`}
            </Button>
          </p>
        ) : null}
        <Session session={session} traceId={trace.traceId} />
      </div>
      {chosen ? <StepPane traceId={trace.traceId} step={chosen} place={index + 1} of={steps.length} /> : null}
    </div>
  );
}

/** The session that this trace belongs to, turn by turn. */
function Session({ session, traceId }: { session: readonly RequestView[]; traceId: string }) {
  const workspace = useWorkspace();
  const sessionId = session.find((one) => one.sessionId !== null)?.sessionId;
  if (session.length < 2) return null;
  return (
    <section aria-labelledby="session" className="pt-5">
      <header className="flex items-baseline justify-between px-6 pb-2 max-md:px-4">
        <h2 id="session" className="text-14">
          In this session
        </h2>
        {sessionId ? <TextLink href={sessionPath(workspace, sessionId)}>As a conversation</TextLink> : null}
      </header>
      <ol className="border-line border-t">
        {session.map((one) => (
          <li
            key={one.id}
            aria-current={one.traceId === traceId || undefined}
            className={cn(
              "relative grid grid-cols-[150px_minmax(0,1fr)_auto] gap-x-4 border-line border-b px-6 py-2 hover:bg-surface-hover max-md:grid-cols-[minmax(0,1fr)_auto] max-md:px-4",
              one.traceId === traceId && "bg-surface-selected",
            )}
          >
            <span className="text-fg-muted max-md:col-span-2">
              <PaneTime at={one.at} />
            </span>
            <span className="min-w-0">
              <a
                href={
                  one.traceId
                    ? tracePath(workspace, one.traceId)
                    : `/${workspace}/requests?request=${encodeURIComponent(one.interactionId)}`
                }
                className="block truncate font-medium after:absolute after:inset-0"
              >
                {one.inputExcerpt ?? one.prompt}
              </a>
              <span className="block text-fg-muted [overflow-wrap:anywhere]">
                {one.error ?? one.outputExcerpt ?? "No answer was stored."}
              </span>
            </span>
            <span className="text-fg-muted tabular-nums">{durationText(one.latencyMs)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
