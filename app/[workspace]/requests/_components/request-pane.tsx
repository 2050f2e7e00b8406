"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { Facts } from "@/components/ui/facts";
import { IconButton } from "@/components/ui/icon-button";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { promptPath, tracePath, withQuery } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import { costText, countText, durationText } from "./figures";
import { PaneActs } from "./pane-acts";
import { PaneConversation } from "./pane-conversation";
import { PaneMarks } from "./pane-marks";
import { PaneScores } from "./pane-scores";
import { PaneSection } from "./pane-section";
import { PaneSession } from "./pane-session";
import { PaneTime } from "./pane-time";
import { PaneWhy } from "./pane-why";
import { type OpenRequest, useRequest } from "./use-request";

type Props = {
  interactionId: string;
  /** The requests to preload. */
  neighbours: readonly (string | undefined)[];
  onNewer: (() => void) | null;
  onOlder: (() => void) | null;
  onOpen: (interactionId: string) => void;
  /** A review was asked for, withdrawn or done. */
  onReview: (isReviewed: boolean) => void;
  onClose: () => void;
};

/** All details of one request. Shown beside the list, or instead of it on a phone. */
export function RequestPane({ interactionId, neighbours, onNewer, onOlder, onOpen, onReview, onClose }: Props) {
  const workspace = useWorkspace();
  const { result, isOld, setMarks } = useRequest(interactionId, neighbours);
  const request = result?.ok ? result.data : null;
  return (
    <aside
      aria-label="The open request"
      aria-busy={isOld || result === null}
      className="sticky top-[var(--topbar)] max-h-[calc(100dvh-var(--topbar))] min-w-0 self-start overflow-y-auto max-md:static max-md:max-h-none"
    >
      <header className="flex items-start justify-between gap-3 px-5 pt-3.5 max-md:px-4">
        <div className="min-w-0">
          <h2 className="text-16">{request ? <PaneTime at={request.interaction.at} /> : "Request"}</h2>
          {request ? (
            <p className="truncate">
              <TextLink href={promptPath(workspace, request.interaction.prompt)} className="text-fg">
                {request.interaction.prompt}
              </TextLink>{" "}
              <span className="text-fg-muted tabular-nums">{`v${request.interaction.version}, ${request.interaction.environment}`}</span>
            </p>
          ) : null}
        </div>
        <div className="flex shrink-0">
          <IconButton
            size="sm"
            label="Newer request"
            keys={["↑"]}
            icon={<ChevronUp className="size-4" />}
            off={!onNewer}
            onClick={() => onNewer?.()}
          />
          <IconButton
            size="sm"
            label="Older request"
            keys={["↓"]}
            icon={<ChevronDown className="size-4" />}
            off={!onOlder}
            onClick={() => onOlder?.()}
          />
          <IconButton size="sm" label="Close" keys={["Esc"]} icon={<X className="size-4" />} onClick={onClose} />
        </div>
      </header>
      {request ? (
        <div className={cn("transition-opacity", isOld && "opacity-60")}>
          <PaneActs request={request} />
          <PaneConversation request={request} />
          <PaneWhy request={request} />
          <PaneFacts request={request} />
          <PaneScores request={request} />
          <PaneMarks
            key={request.interaction.interactionId}
            request={request}
            onChange={(marks) => setMarks(request.interaction.interactionId, marks)}
            onReview={onReview}
          />
          <PaneSession request={request} onOpen={onOpen} />
        </div>
      ) : result ? (
        <Callout tone="negative" className="mx-5 my-4">
          {result.ok ? "" : result.error.message}
        </Callout>
      ) : (
        <Loading label="Loading the request" className="grid gap-3 px-5 py-4">
          <Skeleton className="h-8 w-64" />
          <Skeleton className="h-32 w-full" />
          <Skeleton className="h-20 w-full" />
        </Loading>
      )}
    </aside>
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
  const rows: [string, ReactNode][] = [
    ["Step", name === null && kind === "llm" ? null : joined([name, kind === "llm" ? null : kind])],
    ["Model", model === null ? null : same({ model }, model)],
    ["Time", times],
    ["Tokens", tokens],
    ["Cost", costUsd === null ? null : costText(costUsd)],
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
