"use client";

import { useRouter } from "next/navigation";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DialogRow } from "@/components/ui/dialog";
import type { ActionResult } from "@/lib/api/action";

export type LeaveDialogProps = {
  workspaceName: string;
  act: () => Promise<ActionResult<unknown>>;
  onClose: () => void;
  /** Where to go after it. */
  then: string;
};

/** Leaving cannot be taken back by oneself, so it is asked for. */
export function LeaveDialog({ workspaceName, act, onClose, then }: LeaveDialogProps) {
  const router = useRouter();
  const leave = () => {
    onClose();
    router.push(then);
    router.refresh();
  };
  return (
    <ConfirmDialog
      title={`Leave ${workspaceName}?`}
      description="You cannot come back by yourself: somebody there has to invite you again."
      act="Leave workspace"
      acting="Leaving"
      cancel="Stay"
      run={act}
      onDone={leave}
      onClose={onClose}
    >
      <DialogRow name="What ends">
        You see nothing of it from your next click on. Invitations you made there end.
      </DialogRow>
      <DialogRow name="What stays">What you wrote and released, under your name. API keys you made go on.</DialogRow>
    </ConfirmDialog>
  );
}
