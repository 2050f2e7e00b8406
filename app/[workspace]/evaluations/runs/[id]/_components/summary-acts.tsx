"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { runGateNow } from "@/app/[workspace]/prompts/[name]/actions/release";
import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import type { RunView } from "@/lib/evaluation/runs/types";
import { cancelEvaluation } from "../../actions";

type Props = {
  run: RunView;
  isBlocked: boolean;
  /** The gate blocked the version because of its scores. */
  isWorse: boolean;
  isPassing: boolean;
  canRun: boolean;
  /** The environment whose gate needs its own run. Null: none. */
  waitingGate: string | null;
  canEdit: boolean;
  canOverride: boolean;
  editPath: string;
  /** The path at which the promotion dialog opens. */
  promotePath: string;
};

/** The actions for a result: edit the version, override the gate, promote, or stop the run. */
export function RunSummaryActs(props: Props) {
  const workspace = useWorkspace();
  const { run, isBlocked, isWorse, isPassing, canRun, canEdit, canOverride, editPath, promotePath, waitingGate } =
    props;
  const [isCancelling, setCancelling] = useState(false);
  if (run.status === "running" || run.status === "queued")
    return canRun ? (
      <>
        <Button onClick={() => setCancelling(true)}>Cancel the run</Button>
        {isCancelling ? (
          <ActionDialog
            variant="danger"
            title={`Cancel the evaluation of v${run.version}?`}
            description="Open calls are cancelled. Finished answers are kept and are paid for."
            act="Cancel the run"
            acting="Cancelling"
            cancel="Continue the run"
            run={() => cancelEvaluation({ workspace, id: run.id })}
            onClose={() => setCancelling(false)}
          />
        ) : null}
      </>
    ) : null;
  if (isPassing)
    return (
      <Button variant="primary" href={promotePath}>
        Promote v{run.version}
      </Button>
    );
  return (
    <>
      {waitingGate && canRun ? <RunGate run={run} environment={waitingGate} /> : null}
      {canEdit ? (
        <Button variant={isWorse ? "primary" : "default"} href={editPath}>
          Edit v{run.version}
        </Button>
      ) : null}
      {canEdit && isBlocked && canOverride ? (
        <Button variant="quiet" href={promotePath}>
          Override as admin
        </Button>
      ) : null}
    </>
  );
}

/** Starts the run that the gate needs, with the approved suite, and opens it. */
function RunGate({ run, environment }: { run: RunView; environment: string }) {
  const workspace = useWorkspace();
  const router = useRouter();
  const gate = useAction({
    run: () => runGateNow({ workspace, prompt: run.prompt, environment, version: run.version }),
    failed: "The gate was not run.",
    onDone: (result) =>
      result?.run ? router.push(`/${workspace}/evaluations/runs/${result.run.id}`) : router.refresh(),
  });
  return (
    <Button variant="primary" icon={<Play />} busy={gate.isBusy && "Starting"} onClick={() => gate.start()}>
      Run the gate
    </Button>
  );
}
