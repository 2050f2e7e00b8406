"use client";

import { aRole } from "@/app/_components/role-words";
import { RelativeTime } from "@/components/ui/relative-time";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { InvitationView } from "@/lib/auth/queries/invitations";

export type ShowLinkDialogProps = { made: InvitationView & { token: string }; url: string; onClose: () => void };

export function ShowLinkDialog({ made, url, onClose }: ShowLinkDialogProps) {
  return (
    <ShownOnceDialog
      title="The link of the invitation"
      description={`It is shown only once and is not sent automatically. Pass it on to ${made.email}.`}
      label={`For ${made.email}, as ${aRole(made.role)}`}
      help={
        <>
          Valid until <RelativeTime at={made.expiresAt} />, works once, and only for that address.
        </>
      }
      value={`${url}/invitation/${made.token}`}
      copy="Copy link"
      onClose={onClose}
    />
  );
}
