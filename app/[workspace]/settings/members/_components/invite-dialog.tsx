"use client";

import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Radio } from "@/components/ui/choice";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import type { InvitationView } from "@/lib/auth/queries/invitations";
import { roleName, roleWords } from "@/lib/auth/role-words";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { invite } from "../actions";
import type { Me } from "./me";

export type MadeInvitation = InvitationView & { token: string | null };

export type InviteDialogProps = {
  me: Me;
  /** Whether the server sends e-mail. */
  isMailSetUp: boolean;
  /** An invitation whose link is created again. */
  again: InvitationView | null;
  onClose: () => void;
  onMade: (invitation: MadeInvitation) => void;
};

const schema = z.object({
  email: z.string().check(z.trim(), z.regex(/^\S+@\S+\.\S+$/, "Enter a complete address, such as name@company.com.")),
  role: z.custom<Role>(),
});

export function InviteDialog({ me, isMailSetUp, again, onClose, onMade }: InviteDialogProps) {
  const workspace = useWorkspace();
  const form = useForm({
    schema,
    values: { email: again?.email ?? "", role: again && me.gives.includes(again.role) ? again.role : "editor" },
    run: (sent) => invite({ workspace, ...sent }),
    done: ({ token, email }) =>
      token === null
        ? { title: `${email} gets an e-mail with the invitation.`, detail: "It is valid for 7 days." }
        : null,
    onDone: onMade,
    refresh: "done",
  });

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={again ? "New link for an invitation" : "Invite someone"}
      description={
        isMailSetUp
          ? "The address gets an e-mail with a link. It is valid for 7 days and works once."
          : "Nothing is sent by e-mail. You get a link to pass on. It is valid for 7 days and works once."
      }
      act={isMailSetUp ? "Send invitation" : "Create link"}
      acting={isMailSetUp ? "Sending" : "Creating"}
    >
      <FormField
        form={form}
        name="email"
        label="E-mail"
        help={
          again ? "The older link stops working at once." : "Only an account with this address can use the invitation."
        }
      >
        {(field) => (
          <Input {...field} type="email" autoFocus readOnly={again !== null} maxLength={320} autoComplete="off" />
        )}
      </FormField>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Role</legend>
        {me.gives.map((each) => (
          <Radio
            key={each}
            name="role"
            value={each}
            label={roleName(each)}
            help={roleWords[each]}
            checked={form.watch("role") === each}
            onChange={() => form.setValue("role", each)}
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}
