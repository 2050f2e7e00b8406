"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { TextLink } from "@/components/ui/text-link";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { requestReset } from "../actions";

const checkEmail = (value: string) =>
  /^\S+@\S+\.\S+$/.test(value.trim()) ? null : "Write your whole address, such as name@company.com.";

/** The answer is the same for an address without an account. */
export function ForgotForm() {
  const email = useCheckedValue("", checkEmail);
  const [failure, setFailure] = useState<string | null>(null);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [isSending, startSending] = useTransition();
  const submit = (form: FormData) => {
    const sent = String(form.get("email") ?? "").trim();
    if (isSending || !email.isFine(sent)) return;
    setFailure(null);
    startSending(async () => {
      const result = await reach(() => requestReset({ email: sent }));
      if (!result) return setFailure("The server did not answer. Check the connection, then try again.");
      if (!result.ok) return setFailure(result.error.message);
      setSentTo(result.data.email);
    });
  };
  if (sentTo !== null)
    return (
      <div role="status">
        <h1 className="text-24">Look into your mailbox</h1>
        <p className="mt-2 mb-6 text-14 text-fg-muted">
          If <b className="break-all">{sentTo}</b> has an account here, it gets an e-mail within a minute. Its link
          holds for an hour and opens once.
        </p>
        <Button size="lg" block href="/sign-in">
          Back to sign in
        </Button>
      </div>
    );
  return (
    <form noValidate action={submit} className="grid gap-4" aria-label="Forgot password">
      <h1 className="text-24">Forgot your password?</h1>
      <p className="text-14 text-fg-muted">You get an e-mail with a link that sets a new one.</p>
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
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
      <Button variant="primary" size="lg" block type="submit" busy={isSending && "Sending"}>
        Send link
      </Button>
      <p className="text-12">
        <TextLink href="/sign-in">Back to sign in</TextLink>
      </p>
    </form>
  );
}
