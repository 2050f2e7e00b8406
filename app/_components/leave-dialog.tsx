"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose, DialogRow } from "@/components/ui/dialog";
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
  const [failure, setFailure] = useState<string | null>(null);
  const [isLeaving, startLeaving] = useTransition();
  const router = useRouter();
  const submit = () => {
    if (isLeaving) return;
    setFailure(null);
    startLeaving(async () => {
      const result = await act();
      if (!result.ok) return setFailure(result.error.message);
      onClose();
      router.push(then);
      router.refresh();
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Leave ${workspaceName}?`}
      description="You cannot come back by yourself: somebody there has to invite you again."
      held={isLeaving}
      onSubmit={submit}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Stay</Button>
          </DialogClose>
          <Button variant="danger" type="submit" busy={isLeaving && "Leaving"}>
            Leave workspace
          </Button>
        </>
      }
    >
      {failure ? (
        <Callout tone="negative" live className="mb-4">
          {failure}
        </Callout>
      ) : null}
      <DialogRow name="What ends">
        You see nothing of it from your next click on. Invitations you made there end.
      </DialogRow>
      <DialogRow name="What stays">What you wrote and released, under your name. API keys you made go on.</DialogRow>
    </Dialog>
  );
}
