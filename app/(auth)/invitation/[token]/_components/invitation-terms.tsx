import { aRole, roleWords } from "@/app/_components/role-words";
import { RelativeTime } from "@/components/ui/relative-time";
import type { InvitationDoor } from "@/lib/auth/queries/invitations";

/** The terms of an invitation: who invites whom, the workspace, the role and the expiry. */
export function InvitationTerms({ door }: { door: InvitationDoor }) {
  const { workspace, invitedBy, email, role, expiresAt } = door;
  return (
    <>
      <h1 className="break-words text-24">Join {workspace.name}</h1>
      <p className="mt-2 break-words text-14">
        {invitedBy} invites <b>{email}</b> as {aRole(role)}.
      </p>
      <p className="mt-1 text-fg-muted">{roleWords[role]}</p>
      <p className="mt-1 mb-6 text-12 text-fg-subtle">
        Valid until <RelativeTime at={expiresAt} />.
      </p>
    </>
  );
}
