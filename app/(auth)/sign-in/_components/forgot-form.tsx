"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { requestReset } from "../actions";

const checkEmail = (value: string) =>
  /^\S+@\S+\.\S+$/.test(value.trim()) ? null : "Enter your complete address, such as name@company.com.";

/** Shows the same answer for addresses with and without an account. */
export function ForgotForm() {
  const email = useCheckedValue("", checkEmail);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { start, isBusy, failure } = useAction({ run: requestReset, onDone: (sent) => setSentTo(sent.email) });
  const submit = (form: FormData) => {
    const sent = String(form.get("email") ?? "").trim();
    if (email.isFine(sent)) start({ email: sent });
  };
  if (sentTo !== null)
    return (
      <div role="status">
        <h1 className="text-24">Check your mailbox</h1>
        <p className="mt-2 mb-6 text-14 text-fg-muted">
          If an account exists for <b className="break-all">{sentTo}</b>, you get an e-mail within a minute. The link is
          valid for one hour and works once.
        </p>
        <Button size="lg" block href="/sign-in">
          Back to sign in
        </Button>
      </div>
    );
  return (
    <form noValidate action={submit} className="grid gap-4" aria-label="Forgot password">
      <h1 className="text-24">Forgot your password?</h1>
      <p className="text-14 text-fg-muted">Enter your e-mail address. You get a link to set a new password.</p>
      <FailureCallout message={failure?.message} />
      <Field label="E-mail" error={email.error}>
        <Input
          {...email.props}
          size="lg"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Button variant="primary" size="lg" block type="submit" busy={isBusy && "Sending"}>
        Send link
      </Button>
      <p className="text-12">
        <TextLink href="/sign-in">Back to sign in</TextLink>
      </p>
    </form>
  );
}
