"use client";

import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";
import { DialogRow } from "@/components/ui/dialog";
import type { ActionResult } from "@/lib/api/action";

export type LeaveDialogProps = {
  workspaceName: string;
  act: () => Promise<ActionResult<unknown>>;
  onClose: () => void;
  /** The address to go to afterwards. */
  then: string;
};

/** Asks for confirmation, because a person cannot undo leaving by themselves. */
export function LeaveDialog({ workspaceName, act, onClose, then }: LeaveDialogProps) {
  const router = useRouter();
  const leave = () => {
    onClose();
    router.push(then);
    router.refresh();
  };
  return (
    <ActionDialog
      variant="danger"
      title={`Leave ${workspaceName}?`}
      description="To return, you need a new invitation."
      act="Leave workspace"
      acting="Leaving"
      cancel="Stay"
      run={act}
      onDone={leave}
      onClose={onClose}
    >
      <div>
        <DialogRow name="What ends">
          Your access ends with your next request. Invitations that you created there end.
        </DialogRow>
        <DialogRow name="What stays">What you wrote and released, under your name.</DialogRow>
        <DialogRow name="API keys">
          Those that you own are revoked, and apps that send them are refused within 5 seconds. To keep them, have an
          admin remove you: your keys can then pass to them.
        </DialogRow>
      </div>
    </ActionDialog>
  );
}
