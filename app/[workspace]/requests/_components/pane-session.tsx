"use client";

import { cn } from "@/components/ui/cn";
import { TextLink } from "@/components/ui/text-link";
import { durationText } from "@/lib/requests/figures";
import { sessionPath, withQuery } from "../../_components/paths";
import { useWorkspace } from "../../_components/use-workspace";
import { PaneSection } from "./pane-section";
import { PaneTime } from "./pane-time";
import type { OpenRequest } from "./use-request";

type Props = { request: OpenRequest; onOpen: (interactionId: string) => void };

/** The other requests of the session, in order of time. */
export function PaneSession({ request: { interaction, session }, onOpen }: Props) {
  const workspace = useWorkspace();
  const { sessionId, interactionId } = interaction;
  if (!sessionId || session.length < 2) return null;
  return (
    <PaneSection
      title={
        <>
          In this session <span className="font-normal text-fg-muted tabular-nums">{session.length}</span>
        </>
      }
      end={
        <span className="flex gap-3">
          <TextLink href={sessionPath(workspace, sessionId)}>As a conversation</TextLink>
          <TextLink href={withQuery(`/${workspace}/requests`, { sessionId })}>As a list</TextLink>
        </span>
      }
    >
      <ol className="-mx-2">
        {session.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-current={one.interactionId === interactionId || undefined}
              onClick={() => onOpen(one.interactionId)}
              className={cn(
                "grid w-full grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-md px-2 py-1.5 text-left hover:bg-surface-hover",
                one.interactionId === interactionId && "bg-surface-selected",
              )}
            >
              <span className="truncate">{one.inputExcerpt ?? one.prompt}</span>
              <span className="text-12 text-fg-muted tabular-nums">{durationText(one.latencyMs)}</span>
              <span className="truncate text-fg-muted">{one.error ?? one.outputExcerpt ?? one.prompt}</span>
              <span className="text-12 text-fg-subtle">
                <PaneTime at={one.at} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </PaneSection>
  );
}
