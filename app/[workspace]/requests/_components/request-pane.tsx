"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect } from "react";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { latePart } from "@/components/ui/late-part";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { promptPath } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import { PaneTime } from "./pane-time";
import { useRequest } from "./use-request";

const loadDetails = () => import("./request-details");
const RequestDetails = latePart(() => loadDetails().then((module) => module.RequestDetails), PaneLoading);

/** Loads the code of an open request before one is opened. */
export function usePreloadedDetails(): void {
  useEffect(() => {
    loadDetails().catch(() => {}); // asked for again when a request is opened
  }, []);
}

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
          <RequestDetails
            request={request}
            onMarks={(marks) => setMarks(request.interaction.interactionId, marks)}
            onReview={onReview}
            onOpen={onOpen}
          />
        </div>
      ) : result ? (
        <Callout tone="negative" className="mx-5 my-4">
          {result.ok ? "" : result.error.message}
        </Callout>
      ) : (
        <PaneLoading />
      )}
    </aside>
  );
}

function PaneLoading() {
  return (
    <Loading label="Loading the request" className="grid gap-3 px-5 py-4">
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-32 w-full" />
      <Skeleton className="h-20 w-full" />
    </Loading>
  );
}
