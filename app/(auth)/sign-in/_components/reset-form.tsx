"use client";

import { useState } from "react";
import { checkPassword } from "@/app/_components/check-password";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { setNewPassword } from "../actions";

export function ResetForm({ token, email }: { token: string; email: string }) {
  const password = useCheckedValue("", checkPassword);
  const [isDone, setDone] = useState(false);
  const { start, isBusy, failure } = useAction({ run: setNewPassword, onDone: () => setDone(true) });
  const submit = (form: FormData) => {
    const sent = String(form.get("password") ?? "");
    if (password.isFine(sent)) start({ token, password: sent });
  };
  if (isDone)
    return (
      <div role="status">
        <h1 className="text-24">Your password is set</h1>
        <p className="mt-2 mb-6 text-14 text-fg-muted">You are signed out everywhere. Sign in with the new one.</p>
        <Button size="lg" block variant="primary" href="/sign-in">
          Sign in
        </Button>
      </div>
    );
  return (
    <form noValidate action={submit} className="grid gap-4" aria-label="Reset">
      <h1 className="text-24">Set a new password</h1>
      <FailureCallout message={failure?.message} />
      <Field label="E-mail">
        <Input size="lg" name="username" type="email" value={email} readOnly autoComplete="username" />
      </Field>
      <Field label="New password" error={password.error} help="At least 12 characters. Every session ends.">
        <Input {...password.props} size="lg" name="password" type="password" autoComplete="new-password" autoFocus />
      </Field>
      <Button variant="primary" size="lg" block type="submit" busy={isBusy && "Setting"}>
        Set password
      </Button>
    </form>
  );
}
