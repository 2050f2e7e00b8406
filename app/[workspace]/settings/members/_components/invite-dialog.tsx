"use client";

import { useState } from "react";
import { roleName, roleWords } from "@/app/_components/role-words";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import type { InvitationView } from "@/lib/auth/queries/invitations";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { invite } from "../actions";
import type { Me } from "./me";

export type MadeInvitation = InvitationView & { token: string | null };

export type InviteDialogProps = {
  workspace: string;
  me: Me;
  /** Whether the server sends e-mail. */
  isMailSetUp: boolean;
  /** An invitation whose link is to be made anew. */
  again: InvitationView | null;
  onClose: () => void;
  onMade: (invitation: MadeInvitation) => void;
};

const checkEmail = (value: string) =>
  /^\S+@\S+\.\S+$/.test(value.trim()) ? null : "Enter a complete address, such as name@company.com.";

export function InviteDialog({ workspace, me, isMailSetUp, again, onClose, onMade }: InviteDialogProps) {
  const email = useCheckedValue(again?.email ?? "", checkEmail);
  const [role, setRole] = useState<Role>(again && me.gives.includes(again.role) ? again.role : "editor");

  return (
    <ActionDialog
      onClose={onClose}
      title={again ? "New link for an invitation" : "Invite someone"}
      description={
        isMailSetUp
          ? "The address gets an e-mail with a link. It is valid for 7 days and works once."
          : "Nothing is sent by e-mail. You get a link to pass on. It is valid for 7 days and works once."
      }
      act={isMailSetUp ? "Send invitation" : "Make link"}
      acting={isMailSetUp ? "Sending" : "Making"}
      check={email.isFine}
      run={() => invite({ workspace, email: email.value.trim(), role })}
      onRefused={({ errors }) => {
        const isAddress = errors?.some(({ pointer }) => pointer === "/email") ?? false;
        if (isAddress) email.setError(checkEmail(""));
        return isAddress;
      }}
      onDone={onMade}
    >
      <Field
        label="E-mail"
        error={email.error}
        help={
          again ? "The older link stops working at once." : "Only an account with this address can use the invitation."
        }
      >
        <Input {...email.props} type="email" autoFocus readOnly={again !== null} maxLength={320} autoComplete="off" />
      </Field>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Role</legend>
        {me.gives.map((each) => (
          <Radio
            key={each}
            name="role"
            value={each}
            label={roleName(each)}
            help={roleWords[each]}
            checked={role === each}
            onChange={() => setRole(each)}
          />
        ))}
      </fieldset>
    </ActionDialog>
  );
}
