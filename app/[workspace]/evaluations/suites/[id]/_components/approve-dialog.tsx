"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { approveGateSuite } from "@/app/[workspace]/evaluations/actions";
import { ActionDialog } from "@/components/ui/action-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { SuiteOfGate, WaitingChanges } from "@/lib/evaluation/suite-changes/views";
import { changeWords } from "@/lib/evaluation/suite-changes/words";
import type { ChangedBy } from "@/lib/registry/gate/approved-suite";
import { SuiteChanges } from "./suite-changes";

export type Waiting = SuiteOfGate & { waiting: WaitingChanges };

/** Shows the changes to approve, case by case and scorer by scorer, and approves them. */
export function ApproveDialog({ gate, onClose }: { gate: Waiting; onClose: () => void }) {
  const workspace = useWorkspace();
  const { prompt, environment, suite, waiting } = gate;
  const { revision, scorersHash, casesChangedBy, scorersChangedBy, scorers } = waiting;
  const hasScorers = [scorers.added, scorers.changed, scorers.removed].some((list) => list.length > 0);
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  return (
    <ActionDialog
      title={`Approve the changes for ${environment}?`}
      description={`From then on the gate of ${prompt} uses the suite as it is now. Versions that were evaluated before are evaluated again.`}
      width="wide"
      act="Approve changes"
      acting="Approving"
      variant="primary"
      run={() => approveGateSuite({ workspace, name: prompt, environment, revision, scorersHash })}
      onClose={onClose}
      done={{ title: `The gate of ${environment} uses revision ${revision} from now on.` }}
    >
      <ul className="grid list-disc gap-1 pl-5">
        {changeWords(waiting).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <SuiteChanges prompt={prompt} environment={environment} />
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
