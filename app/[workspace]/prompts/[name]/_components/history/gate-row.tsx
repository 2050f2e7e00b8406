"use client";

import { GateReport } from "@/app/[workspace]/_components/gate/gate-report";
import type { LiveGate } from "@/app/[workspace]/_components/gate/use-gate";
import { Callout } from "@/components/ui/callout";
import { DialogRow } from "@/components/ui/dialog";
import { LinkButton } from "@/components/ui/text-link";

type Props = {
  workspace: string;
  gate: LiveGate;
  /** Whether the person chose to override the gate. */
  isPast: boolean;
  /** Undefined if the person may not override it. */
  onPast: (() => void) | undefined;
};

/** The row of the gate in a dialog that moves a version. Empty without a gate. */
export function GateRow({ workspace, gate, isPast, onPast }: Props) {
  const { verdict } = gate;
  if (!verdict) return null;
  const isClosed = verdict.state !== "passed";
  return (
    <DialogRow name="Gate">
      <GateReport workspace={workspace} gate={gate} verdict={verdict} canRun />
      {isClosed && isPast ? (
        <Callout tone="warning" live className="mt-2.5">
          <b>Overrides the gate of {verdict.environment}.</b> Enter a reason below. The override is recorded with the
          release.
        </Callout>
      ) : isClosed && onPast ? (
        <LinkButton className="mt-2" onClick={onPast}>
          Override the gate and promote
        </LinkButton>
      ) : isClosed && !isPast && verdict.state !== "running" ? (
        <p className="mt-2 text-12 text-fg-muted">Admins can override the gate with a reason.</p>
      ) : null}
    </DialogRow>
  );
}
