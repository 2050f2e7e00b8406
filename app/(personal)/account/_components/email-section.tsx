"use client";

import { BadgeCheck, Mail } from "lucide-react";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { changeEmail, sendVerification } from "../actions";

export type EmailSectionProps = { email: string; isVerified: boolean; isMailSetUp: boolean };

/** The e-mail address, whether it is confirmed, and a way to change it. */
export function EmailSection({ email, isVerified, isMailSetUp }: EmailSectionProps) {
  const [isChanging, setChanging] = useState(false);
  const verification = useAction({
    run: () => sendVerification({}),
    done: (sent) => ({ title: `${sent.email} gets an e-mail with a link.`, detail: "It is valid for 24 hours." }),
    failed: "No e-mail was sent.",
  });
  const off = isMailSetUp ? null : "This server does not send e-mail: SMTP_URL is not set.";
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <b className="break-all font-medium">{email}</b>
        {isVerified ? (
          <span className="inline-flex items-center gap-1 text-12 text-positive">
            <BadgeCheck className="size-3.5" /> Confirmed
          </span>
        ) : (
          <span className="text-12 text-fg-muted">Not confirmed</span>
        )}
      </p>
      <p className="mt-3 flex flex-wrap gap-2">
        <Button off={off} onClick={() => setChanging(true)}>
          Change e-mail
        </Button>
        {isVerified ? null : (
          <Button
            icon={<Mail />}
            off={off}
            busy={verification.isBusy && "Sending"}
            onClick={() => verification.start()}
          >
            Confirm this address
          </Button>
        )}
      </p>
      {off ? <p className="mt-2 text-12 text-fg-muted">{off}</p> : null}
      {isChanging ? <ChangeDialog onClose={() => setChanging(false)} /> : null}
    </>
  );
}

const checkEmail = (value: string) =>
  /^\S+@\S+\.\S+$/.test(value.trim()) ? null : "Enter a complete address, such as name@company.com.";

function ChangeDialog({ onClose }: { onClose: () => void }) {
  const email = useCheckedValue("", checkEmail);
  return (
    <ActionDialog
      title="Change your e-mail"
      description="The new address gets a link that confirms it. Until you open it, you sign in with the old address, which is also notified."
      act="Send link"
      acting="Sending"
      check={email.isFine}
      run={() => changeEmail({ email: email.value.trim() })}
      onRefused={({ code, message }) => {
        if (code === "unchanged") email.setError(message);
        return code === "unchanged";
      }}
      done={(sent) => ({
        title: `${sent.email} gets an e-mail with a link.`,
        detail: "Your address changes once it is opened.",
      })}
      onClose={onClose}
    >
      <Field label="New e-mail" error={email.error}>
        <Input {...email.props} type="email" autoFocus maxLength={320} autoComplete="email" />
      </Field>
    </ActionDialog>
  );
}
