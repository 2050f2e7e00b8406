"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { approveGateSuite } from "@/app/[workspace]/evaluations/actions";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Callout } from "@/components/ui/callout";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { SuiteOfGate, WaitingChanges } from "@/lib/evaluation/gate/suite-changes/views";
import { changeWords } from "@/lib/evaluation/gate/suite-changes/words";
import type { ChangedBy } from "@/lib/registry/gate/approved-suite";

type Waiting = SuiteOfGate & { waiting: WaitingChanges };

/** Above a suite that gates measure by: what waits for an approval, and where changes of this person do not count yet. */
export function GatedNote({
  workspace,
  gates,
  canWrite,
}: {
  workspace: string;
  gates: SuiteOfGate[];
  canWrite: boolean;
}) {
  const [asked, setAsked] = useState<Waiting | null>(null);
  const waiting = gates.filter((gate): gate is Waiting => gate.waiting !== null);
  const closed = gates.filter((gate) => gate.waiting === null && !gate.mayApprove);
  if (waiting.length === 0 && (closed.length === 0 || !canWrite)) return null;
  const gateOf = ({ prompt, environment }: SuiteOfGate) => (
    <>
      {"gate of "}
      <TextLink href={promptPath(workspace, prompt, { tab: "settings" })}>{prompt}</TextLink>
      {` in front of ${environment}`}
    </>
  );
  return (
    <div className="grid gap-2 px-6 pt-4 max-md:px-4">
      {waiting.map((gate) => (
        <Callout
          key={`${gate.prompt} ${gate.environment}`}
          tone="warning"
          action={gate.mayApprove ? <LinkButton onClick={() => setAsked(gate)}>Review the changes</LinkButton> : null}
        >
          The {gateOf(gate)} uses revision {gate.suite.revision} and the scorers of then.{" "}
          {gate.mayApprove ? "Waiting for your approval:" : "Waiting for an admin or owner:"}{" "}
          {changeWords(gate.waiting).join(" ")}
        </Callout>
      ))}
      {canWrite
        ? closed.map((gate) => (
            <Callout key={`${gate.prompt} ${gate.environment}`}>
              The {gateOf(gate)} uses this suite. What you change here counts there once an admin or owner approves it.
            </Callout>
          ))
        : null}
      {asked ? <ApproveDialog workspace={workspace} gate={asked} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

function ApproveDialog({ workspace, gate, onClose }: { workspace: string; gate: Waiting; onClose: () => void }) {
  const router = useRouter();
  const { prompt, environment, suite, waiting } = gate;
  const { revision, scorersHash, casesChangedBy, scorersChangedBy, scorers } = waiting;
  const hasScorers = [scorers.added, scorers.changed, scorers.removed].some((list) => list.length > 0);
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  return (
    <ActionDialog
      title={`Approve the changes for ${environment}?`}
      description={`From then on the gate of ${prompt} uses the suite as it is now. Versions that were evaluated before are evaluated again.`}
      act="Approve changes"
      acting="Approving"
      variant="live"
      run={() => approveGateSuite({ workspace, name: prompt, environment, revision, scorersHash })}
      onClose={onClose}
      onDone={() => {
        onClose();
        toast({ title: `The gate of ${environment} uses revision ${revision} from now on.` });
        router.refresh();
      }}
    >
      <ul className="grid list-disc gap-1 pl-5">
        {changeWords(waiting).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
        <By name="Used now, approved by" by={suite.approvedBy} />
        {revision !== suite.revision ? <By name="Cases changed last by" by={casesChangedBy} /> : null}
        {hasScorers ? <By name="Scorers changed last by" by={scorersChangedBy} /> : null}
      </dl>
      <p className="text-12 text-fg-muted">
        <TextLink href={`${base}?revision=${suite.revision}`}>Cases of revision {suite.revision}</TextLink>
        {", "}
        <TextLink href={`${base}/history`}>all revisions</TextLink>
        {", "}
        <TextLink href={`${base}/scorers`}>scorers</TextLink>
      </p>
    </ActionDialog>
  );
}

function By({ name, by }: { name: string; by: ChangedBy | null }) {
  if (!by) return null;
  return (
    <>
      <dt className="text-fg-muted">{name}</dt>
      <dd>
        {by.name}, <RelativeTime at={by.at} />
      </dd>
    </>
  );
}
