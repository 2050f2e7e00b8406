"use client";

import { Callout } from "@/components/ui/callout";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { RunFailure } from "./run-state";

type Props = {
  failure: RunFailure;
  workspace: string;
  onAgain: () => void;
  /** Runs the same request on the offline model. Undefined if the run already used it. */
  onOffline?: (() => void) | undefined;
};

/** The error of a run, with an action that can help. */
export function RunFailureNote({ failure, workspace, onAgain, onOffline }: Props) {
  const { code, message } = failure;
  if (code === "cancelled") return <p className="text-12 text-fg-muted">{message}</p>;
  const isUnconnected = code === "not_connected";
  return (
    <Callout
      live
      tone={isUnconnected ? "warning" : "negative"}
      action={
        <span className="flex flex-wrap gap-x-3">
          {isUnconnected ? null : <LinkButton onClick={onAgain}>Run again</LinkButton>}
          {isUnconnected && onOffline ? <LinkButton onClick={onOffline}>Run on the offline model</LinkButton> : null}
          {isUnconnected ? <TextLink href={`/${workspace}/settings/models`}>Open model providers</TextLink> : null}
        </span>
      }
    >
      <span className="[overflow-wrap:anywhere]">{message}</span>
    </Callout>
  );
}
