"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { DialogRow } from "@/components/ui/dialog";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { MemberView } from "@/lib/auth/queries/members";
import { passwordLink } from "../actions";

export type ResetDialogProps = { workspace: string; member: MemberView; onClose: () => void };

/** Creates a link with which a member sets a new password. For owners. */
export function ResetDialog({ workspace, member: { id, name, email }, onClose }: ResetDialogProps) {
  const [url, setUrl] = useState<string | null>(null);
  if (url === null)
    return (
      <ActionDialog
        title={`Create a password link for ${name}?`}
        description="For someone who can no longer sign in. Make sure that they really requested it."
        act="Create link"
        acting="Creating"
        run={() => passwordLink({ workspace, id })}
        onDone={(made) => setUrl(made.url)}
        onClose={onClose}
      >
        <div>
          <DialogRow name="What it does">
            Anyone who opens it can set a new password for {email}. Every session ends.
          </DialogRow>
          <DialogRow name="Not affected">The role, API keys, and the second factor.</DialogRow>
        </div>
      </ActionDialog>
    );
  return (
    <ShownOnceDialog
      title={`The password link of ${name}`}
      description={`It is shown only once. Give it to ${name} in person or over a channel that you trust.`}
      label={`For ${email}`}
      help="Valid for 24 hours. It works once."
      value={url}
      copy="Copy link"
      onClose={onClose}
    />
  );
}
