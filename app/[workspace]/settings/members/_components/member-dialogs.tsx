"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useTypedSlug } from "@/app/[workspace]/settings/_components/typed-slug";
import { ActionDialog } from "@/components/ui/action-dialog";
import { DialogRow } from "@/components/ui/dialog";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { MemberView } from "@/lib/auth/queries/members";
import { endSessions, passwordLink, remove, restore, transfer } from "../actions";
import { KeyChoice, type Keys } from "./key-choice";

type DialogProps = { member: MemberView; onClose: () => void };

export function RemoveDialog({ member, onClose }: DialogProps) {
  const workspace = useWorkspace();
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
        <KeyChoice member={member} value={keys} onChange={setKeys} />
      </div>
    </ActionDialog>
  );
}

/** Signs a member out everywhere. */
export function EndSessionsDialog({ member: { id, name }, onClose }: DialogProps) {
  const workspace = useWorkspace();
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

/** Transfers ownership from the current person to a member. */
export function TransferDialog({ member, onClose }: DialogProps) {
  const workspace = useWorkspace();
  const { id, name } = member;
  const typed = useTypedSlug();
  return (
    <ActionDialog
      variant="danger"
      title={`Transfer ownership to ${name}?`}
      description="You cannot undo this yourself. Both of you get an e-mail if e-mail is set up."
      act="Transfer ownership"
      acting="Transferring"
      check={typed.isFine}
      run={() => transfer({ workspace, id, slug: typed.slug })}
      done={{ title: `${name} is an owner now.`, detail: "You are an admin." }}
      onClose={onClose}
    >
      <div>
        <DialogRow name={name}>Becomes an owner: may delete the workspace, and make and remove owners.</DialogRow>
        <DialogRow name="You">Become an admin. Your API keys stay yours. Other owners stay owners.</DialogRow>
      </div>
      {typed.field}
    </ActionDialog>
  );
}

/** Creates a link with which a member sets a new password. For owners. */
export function ResetDialog({ member: { id, name, email }, onClose }: DialogProps) {
  const workspace = useWorkspace();
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
