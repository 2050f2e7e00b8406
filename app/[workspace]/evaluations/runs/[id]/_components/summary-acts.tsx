"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import type { RunView } from "@/lib/evaluation/runs/types";
import { cancelEvaluation } from "../../actions";

type Props = {
  workspace: string;
  run: RunView;
  isBlocked: boolean;
  /** Blocked by what it scored: then the version is what needs work. */
  isWorse: boolean;
  isPassing: boolean;
  canRun: boolean;
  canEdit: boolean;
  canOverride: boolean;
  editPath: string;
  /** Where the dialog that promotes it opens. */
  promotePath: string;
};

/** What to do about the verdict: repair the version, let it pass all the same, bring it live, or stop the run. */
export function RunSummaryActs(props: Props) {
  const { workspace, run, isBlocked, isWorse, isPassing, canRun, canEdit, canOverride, editPath, promotePath } = props;
  const router = useRouter();
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
            onDone={() => {
              setCancelling(false);
              router.refresh();
            }}
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
  if (!canEdit) return null;
  return (
    <>
      <Button variant={isWorse ? "primary" : "default"} href={editPath}>
        Edit v{run.version}
      </Button>
      {isBlocked && canOverride ? (
        <Button variant="quiet" href={promotePath}>
          Override as admin
        </Button>
      ) : null}
    </>
  );
}
