"use client";

import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { promptPath, sessionPath, withQuery } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { LongText } from "@/app/[workspace]/requests/_components/long-text";
import { PaneSection } from "@/app/[workspace]/requests/_components/pane-section";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { costWords, countText, durationText } from "@/lib/requests/figures";
import type { TraceStep } from "@/lib/requests/trace-step";
import type { TreeStep } from "@/lib/requests/trace-tree";
import { turnsOf } from "@/lib/requests/turns";
import { goneWords } from "@/lib/telemetry/gone-words";
import { useStepTexts } from "./use-step-texts";

type Props = { traceId: string; step: TreeStep<TraceStep>; place: number; of: number };

const words = { llm: "model call, ", tool: "tool, ", retrieval: "retrieval, ", span: "" } as const;

/** The input, output and figures of a step. */
export function StepPane({ traceId, step, place, of }: Props) {
  const workspace = useWorkspace();
  const { kind, model, name, prompt, version, interactionId, error } = step;
  const { input, output, note } = useStepTexts(traceId, step);
  const { ttftMs, durationMs, inputTokens, outputTokens, service, userId, sessionId, attributes } = step;
  const isGone = interactionId !== null && input === null && output === null;
  const gone = note ?? (isGone ? `${goneWords(step)}.` : "Not reported.");
  const cost = costWords(step);
  const rows: [string, ReactNode][] = [
    ["Time", `${durationText(durationMs)}${ttftMs === null ? "" : `, first word ${durationText(ttftMs)}`}`],
    [
      "Tokens",
      inputTokens === null && outputTokens === null
        ? null
        : `${countText(inputTokens)} in, ${countText(outputTokens)} out`,
    ],
    ["Cost", cost && step.costUsd === null ? `${cost}, the list price` : cost],
    ["Model", model],
    ["Service", service],
    ["Parent", step.isOrphan ? "not among these steps" : null],
    ["User", userId && <TextLink href={withQuery(`/${workspace}/requests`, { userId })}>{userId}</TextLink>],
    ["Session", sessionId && <TextLink href={sessionPath(workspace, sessionId)}>{sessionId}</TextLink>],
    ...Object.entries(attributes).map(([key, value]): [string, ReactNode] => [key, String(value)]),
  ];
  return (
    <aside
      aria-label="The chosen step"
      className="sticky top-[var(--topbar)] max-h-[calc(100dvh-var(--topbar))] min-w-0 self-start overflow-y-auto border-line max-md:static max-md:max-h-none max-md:border-t"
    >
      <header className="px-5 pt-3.5 pb-3.5 max-md:px-4">
        <h2 className="text-16 [overflow-wrap:anywhere]">{kind === "llm" ? (model ?? name) : name}</h2>
        <p className="text-fg-muted">
          {`${words[kind]}step ${countText(place)} of ${countText(of)}`}
          {prompt ? (
            <>
              {", "}
              <TextLink href={promptPath(workspace, prompt)}>{prompt}</TextLink>
              {` v${version}`}
            </>
          ) : null}
        </p>
        {interactionId ? (
          <div className="mt-2.5 flex flex-wrap gap-2">
            {prompt ? (
              <Button
                size="sm"
                variant="primary"
                icon={<Play className="size-3.5" />}
                href={promptPath(workspace, prompt, {
                  tab: "playground",
                  columns: String(version),
                  request: interactionId,
                })}
              >
                Open in playground
              </Button>
            ) : null}
            <Button size="sm" href={withQuery(`/${workspace}/requests`, { request: interactionId })}>
              Open the request
            </Button>
          </div>
        ) : null}
        {error ? <p className="mt-2 text-negative [overflow-wrap:anywhere]">{error}</p> : null}
      </header>
      <PaneSection title="Input">
        <Turns value={input} gone={gone} />
      </PaneSection>
      <PaneSection title="Output">
        <Turns value={output} gone={gone} />
      </PaneSection>
      <PaneSection title="Call">
        <Facts className="grid-cols-[112px_minmax(0,1fr)] gap-x-4" rows={rows} />
      </PaneSection>
    </aside>
  );
}

function Turns({ value, gone }: { value: unknown; gone: string }) {
  const turns = turnsOf(value);
  if (turns.length === 0) return <p className="text-fg-muted">{gone}</p>;
  return (
    <div className="grid gap-2.5">
      {turns.map((turn) => (
        <div key={turn.key}>
          {turn.role ? <b className="block pb-0.5">{turn.role}</b> : null}
          <LongText text={turn.text} isCode={turn.isCode} />
        </div>
      ))}
    </div>
  );
}
