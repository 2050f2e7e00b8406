import type { ReactNode } from "react";
import { Facts } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { costWords, countText, durationText } from "@/lib/requests/figures";
import { tracePath, withQuery } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import { PaneActs } from "./pane-acts";
import { PaneConversation } from "./pane-conversation";
import { PaneMarks } from "./pane-marks";
import { PaneScores } from "./pane-scores";
import { PaneSection } from "./pane-section";
import { PaneSession } from "./pane-session";
import { PaneWhy } from "./pane-why";
import type { OpenRequest } from "./use-request";

export type RequestDetailsProps = {
  request: OpenRequest;
  onMarks: (marks: OpenRequest["marks"]) => void;
  onOpen: (interactionId: string) => void;
  /** A review was asked for, withdrawn or done. */
  onReview: (isReviewed: boolean) => void;
};

/** What is known of one request, below its head. */
export function RequestDetails({ request, onMarks, onOpen, onReview }: RequestDetailsProps) {
  return (
    <>
      <PaneActs request={request} />
      <PaneConversation request={request} />
      <PaneWhy request={request} />
      <PaneFacts request={request} />
      <PaneScores request={request} />
      <PaneMarks key={request.interaction.interactionId} request={request} onChange={onMarks} onReview={onReview} />
      <PaneSession request={request} onOpen={onOpen} />
    </>
  );
}

const joined = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(", ");

/** What the application reported about the call. Each value links to requests with the same value. */
function PaneFacts({ request: { interaction } }: { request: OpenRequest }) {
  const workspace = useWorkspace();
  const { model, inputTokens, outputTokens, cachedTokens, costUsd, latencyMs, ttftMs, userId, sessionId, traceId } =
    interaction;
  const { name, kind, attributes, interactionId } = interaction;
  const same = (query: Record<string, string>, words: string) => (
    <TextLink href={withQuery(`/${workspace}/requests`, query)} className="font-mono text-12 [overflow-wrap:anywhere]">
      {words}
    </TextLink>
  );
  const tokens = joined([
    inputTokens === null ? null : `${countText(inputTokens)} in`,
    outputTokens === null ? null : `${countText(outputTokens)} out`,
    cachedTokens ? `${countText(cachedTokens)} from the provider’s cache` : null,
  ]);
  const times = joined([
    latencyMs === null ? null : durationText(latencyMs),
    ttftMs === null ? null : `first word ${durationText(ttftMs)}`,
  ]);
  const cost = costWords(interaction);
  const rows: [string, ReactNode][] = [
    ["Step", name === null && kind === "llm" ? null : joined([name, kind === "llm" ? null : kind])],
    ["Model", model === null ? null : same({ model }, model)],
    ["Time", times],
    ["Tokens", tokens],
    ["Cost", cost && costUsd === null ? `${cost}, the list price` : cost],
    ["User", userId === null ? null : same({ userId }, userId)],
    ["Session", sessionId === null ? null : same({ sessionId }, sessionId)],
    [
      "Trace",
      traceId === null ? null : (
        <TextLink
          key="trace"
          href={tracePath(workspace, traceId)}
          className="font-mono text-12 [overflow-wrap:anywhere]"
        >
          {traceId}
        </TextLink>
      ),
    ],
    ...Object.entries(attributes).map(([key, value]): [string, ReactNode] => [
      key,
      same({ attribute: `${key}:${value}` }, String(value)),
    ]),
    [
      "Id",
      <span key="id" className="font-mono text-12 [overflow-wrap:anywhere]">
        {interactionId}
      </span>,
    ],
  ];
  return (
    <PaneSection title="Call">
      <Facts className="grid-cols-[112px_minmax(0,1fr)] gap-x-4" rows={rows} />
    </PaneSection>
  );
}
