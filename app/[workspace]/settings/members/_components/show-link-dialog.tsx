"use client";

import { aRole } from "@/app/_components/role-words";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import type { InvitationView } from "@/lib/auth/queries/invitations";

export type ShowLinkDialogProps = { made: InvitationView & { token: string }; url: string; onClose: () => void };

/** The one time a link is shown: a slip beside the dialog must not close it. */
export function ShowLinkDialog({ made, url, onClose }: ShowLinkDialogProps) {
  const link = `${url}/invitation/${made.token}`;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      held
      title="The link of the invitation"
      description={`It is shown only once and is not sent automatically. Pass it on to ${made.email}.`}
      actions={
        <DialogClose asChild>
          <Button variant="quiet">I have saved it</Button>
        </DialogClose>
      }
    >
      <div className="grid gap-4">
        <Field
          label={`For ${made.email}, as ${aRole(made.role)}`}
          help={
            <>
              Holds until <RelativeTime at={made.expiresAt} />, works once, and only for that address.
            </>
          }
        >
          <Input readOnly mono autoFocus value={link} onFocus={(event) => event.target.select()} className="text-12" />
        </Field>
        <p>
          <CopyButton text={link} variant="primary" size="md">
            Copy link
          </CopyButton>
        </p>
      </div>
    </Dialog>
  );
}
