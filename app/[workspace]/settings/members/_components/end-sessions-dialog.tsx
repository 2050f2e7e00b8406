"use client";

import { ActionDialog } from "@/components/ui/action-dialog";
import { DialogRow } from "@/components/ui/dialog";
import type { MemberView } from "@/lib/auth/queries/members";
import { endSessions } from "../actions";

export type EndSessionsDialogProps = { workspace: string; member: MemberView; onClose: () => void };

/** Signs a member out everywhere. */
export function EndSessionsDialog({ workspace, member: { id, name }, onClose }: EndSessionsDialogProps) {
  return (
    <ActionDialog
      variant="danger"
      title={`End the sessions of ${name}?`}
      description="On every device, at once. They remain a member and can sign in again."
      act="End sessions"
      acting="Ending"
      run={() => endSessions({ workspace, id })}
      done={{ title: `${name} is signed out everywhere.`, detail: "They can sign in again." }}
      onClose={onClose}
    >
      <div>
        <DialogRow name="Ends">Their sessions in every workspace of this server.</DialogRow>
        <DialogRow name="Not affected">Their role, their password and API keys.</DialogRow>
      </div>
    </ActionDialog>
  );
}
