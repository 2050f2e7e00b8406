"use client";

import { useState } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { lateDialog } from "@/components/ui/late-dialog";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { SuiteOfGate } from "@/lib/evaluation/suite-changes/views";
import { changeWords } from "@/lib/evaluation/suite-changes/words";

import type { Waiting } from "./approve-dialog";

const ApproveDialog = lateDialog(() => import("./approve-dialog").then((part) => part.ApproveDialog));

/** The note above a suite that gates use: changes that wait for approval, and gates that this person cannot change. */
export function GatedNote({ gates, canWrite }: { gates: SuiteOfGate[]; canWrite: boolean }) {
  const workspace = useWorkspace();
  const [selected, setSelected] = useState<Waiting | null>(null);
  const waiting = gates.filter((gate): gate is Waiting => gate.waiting !== null);
  const closed = gates.filter((gate) => gate.waiting === null && !gate.mayApprove);
  if (waiting.length === 0 && (closed.length === 0 || !canWrite)) return null;
  const gateOf = ({ prompt, environment }: SuiteOfGate) => (
    <>
      {"gate of "}
      <TextLink href={promptPath(workspace, prompt, { tab: "settings" })}>{prompt}</TextLink>
      {` for ${environment}`}
    </>
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-6 pt-4 max-md:px-4">
      {waiting.map((gate) => (
        <Callout
          key={`${gate.prompt} ${gate.environment}`}
          tone="warning"
          action={
            gate.mayApprove ? <LinkButton onClick={() => setSelected(gate)}>Review the changes</LinkButton> : null
          }
        >
          The {gateOf(gate)} uses revision {gate.suite.revision} and the scorers of that time.{" "}
          {gate.mayApprove ? "Waiting for your approval:" : "Waiting for an admin or owner:"}{" "}
          {changeWords(gate.waiting).join(" ")}
        </Callout>
      ))}
      {canWrite
        ? closed.map((gate) => (
            <Callout key={`${gate.prompt} ${gate.environment}`}>
              The {gateOf(gate)} uses this suite. Your changes apply there once an admin or owner approves them.
            </Callout>
          ))
        : null}
      {selected ? <ApproveDialog gate={selected} onClose={() => setSelected(null)} /> : null}
    </div>
  );
}
