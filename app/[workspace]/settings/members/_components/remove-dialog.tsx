"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { DialogRow } from "@/components/ui/dialog";
import type { MemberView } from "@/lib/auth/queries/members";
import { remove, restore } from "../actions";

import { KeyChoice, type Keys } from "./key-choice";

export type RemoveDialogProps = { workspace: string; member: MemberView; onClose: () => void };

export function RemoveDialog({ workspace, member, onClose }: RemoveDialogProps) {
  const { id, name, role } = member;
  const [keys, setKeys] = useState<Keys>("revoke");
  return (
    <ActionDialog
      variant="danger"
      title={`Remove ${name}?`}
      description="Their next request is refused. You can undo this for 15 minutes, but revoked keys stay revoked."
      act={`Remove ${role}`}
      acting="Removing"
      run={() => remove({ workspace, id, keys })}
      done={{
        title: `${name} is removed.`,
        detail: "Their next request is refused.",
        undo: { run: () => restore({ workspace, id }), failed: `${name} was not restored.` },
      }}
      onClose={onClose}
    >
      <div>
        <DialogRow name="Ends">Their access to this workspace, and open invitations they created.</DialogRow>
        <DialogRow name="Not affected">What they wrote and released, under their name, and their account.</DialogRow>
        <KeyChoice workspace={workspace} member={member} value={keys} onChange={setKeys} />
      </div>
    </ActionDialog>
  );
}
