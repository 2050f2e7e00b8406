"use client";

import { ActionDialog } from "@/components/ui/action-dialog";
import { DialogRow } from "@/components/ui/dialog";
import type { MemberView } from "@/lib/auth/queries/members";
import { useTypedSlug } from "../../_components/typed-slug";
import { transfer } from "../actions";

export type TransferDialogProps = { workspace: string; member: MemberView; onClose: () => void };

/** Transfers ownership from the current person to a member. */
export function TransferDialog({ workspace, member, onClose }: TransferDialogProps) {
  const { id, name } = member;
  const typed = useTypedSlug(workspace);
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
