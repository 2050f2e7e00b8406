"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { ConnectionView } from "@/lib/evaluation/models/queries";
import { removeConnection } from "../actions";

export type RemoveConnectionDialogProps = {
  workspace: string;
  connection: ConnectionView;
  onClose: () => void;
  onRemoved: () => void;
};

export function RemoveConnectionDialog({ workspace, connection, onClose, onRemoved }: RemoveConnectionDialogProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isRemoving, startRemoving] = useTransition();
  const submit = () => {
    if (isRemoving) return;
    setFailure(null);
    startRemoving(async () => {
      const result = await removeConnection({ workspace, id: connection.id });
      if (result.ok) onRemoved();
      else setFailure(result.error.message);
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Remove “${connection.name}”?`}
      description="Its key is deleted here. Prompts that name it stay as they are, but cannot be run in Understudy until it is connected again. Your apps call their models themselves and notice nothing."
      held={isRemoving}
      onSubmit={submit}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Cancel</Button>
          </DialogClose>
          <Button variant="danger" type="submit" busy={isRemoving && "Removing"}>
            Remove connection
          </Button>
        </>
      }
    >
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
    </Dialog>
  );
}
