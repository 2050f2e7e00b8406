import type { ReactNode } from "react";
import { offlineModel } from "@/lib/evaluation/models/types";
import { dollarText, sizeText, timeText } from "./figures";
import type { RunState } from "./run-state";

const plainEnds = ["stop", "end_turn", "completed"];

/** The model, time, size and cost of a run. */
export function RunFacts({ state: { request, finish } }: { state: RunState }) {
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
