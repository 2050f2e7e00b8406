"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { DialogRow } from "@/components/ui/dialog";
import type { ActionResult } from "@/lib/api/action";

export type LeaveDialogProps = {
  workspaceName: string;
  act: (keys: "revoke" | "keep") => Promise<ActionResult<unknown>>;
  onClose: () => void;
  /** Where to go after it. */
  then: string;
};

/** Leaving cannot be taken back by oneself, so it is asked for. */
export function LeaveDialog({ workspaceName, act, onClose, then }: LeaveDialogProps) {
  const [keepsKeys, setKeepsKeys] = useState(false);
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
      run={() => act(keepsKeys ? "keep" : "revoke")}
      onDone={leave}
      onClose={onClose}
    >
      <div>
        <DialogRow name="What ends">
          Your access ends with your next request. Invitations that you created there end.
        </DialogRow>
        <DialogRow name="What stays">What you wrote and released, under your name.</DialogRow>
        <DialogRow name="API keys">
          <Checkbox
            label="Revoke the API keys that you made"
            help="Apps that send them are refused within 5 seconds. Keep them only when others still need them."
            checked={!keepsKeys}
            onChange={(event) => setKeepsKeys(!event.target.checked)}
          />
        </DialogRow>
      </div>
    </ActionDialog>
  );
}
