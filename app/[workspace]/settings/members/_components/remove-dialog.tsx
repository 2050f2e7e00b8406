"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose, DialogRow } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { MemberView } from "@/lib/auth/queries/members";
import { remove, restore } from "../actions";

export type RemoveDialogProps = { workspace: string; member: MemberView; onClose: () => void };

export function RemoveDialog({ workspace, member, onClose }: RemoveDialogProps) {
  const { id, name, role } = member;
  const [failure, setFailure] = useState<string | null>(null);
  const [isRemoving, startRemoving] = useTransition();
  const router = useRouter();
  const undo = async () => {
    const result = await restore({ workspace, id });
    if (!result.ok) toast({ tone: "failed", title: `${name} is not back.`, detail: result.error.message });
    router.refresh();
  };
  const submit = () => {
    if (isRemoving) return;
    setFailure(null);
    startRemoving(async () => {
      const result = await remove({ workspace, id });
      if (!result.ok) return setFailure(result.error.message);
      toast({ title: `${name} is removed.`, detail: "Their next request is refused.", undo });
      onClose();
      router.refresh();
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Remove ${name}?`}
      description="At once: their next click is refused. You can undo it right after."
      held={isRemoving}
      onSubmit={submit}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Cancel</Button>
          </DialogClose>
          <Button variant="danger" type="submit" busy={isRemoving && "Removing"}>
            Remove {role}
          </Button>
        </>
      }
    >
      {failure ? (
        <Callout tone="negative" live className="mb-4">
          {failure}
        </Callout>
      ) : null}
      <DialogRow name="What ends">Their access to this workspace, and open invitations they made.</DialogRow>
      <DialogRow name="What stays">What they wrote and released, under their name, and their account.</DialogRow>
      <DialogRow name="API keys">
        Keys they made or have seen go on. Rotate those they should not use any more.
      </DialogRow>
    </Dialog>
  );
}
