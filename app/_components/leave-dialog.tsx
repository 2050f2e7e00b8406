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
        <DialogRow name="Access">
          Your access ends with your next request, and invitations that you created there are revoked.
        </DialogRow>
        <DialogRow name="Not affected">What you wrote and released, under your name.</DialogRow>
        <DialogRow name="API keys">
          Those that you own are revoked, and apps that send them are refused within 5 seconds. To keep them, ask an
          admin to remove you instead. The admin can then become their owner.
        </DialogRow>
      </div>
    </ActionDialog>
  );
}
