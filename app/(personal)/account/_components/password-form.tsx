"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { setPassword } from "../actions";

const checkNext = (value: string) =>
  value.length >= 12 ? null : "Use at least 12 characters. A few words in a row are easy to remember.";

/** Asks for the current password; this device is signed in anew, all others are out. */
export function PasswordForm({ email }: { email: string }) {
  const current = useCheckedValue("", (value) => (value ? null : "Write the password you have now."));
  const next = useCheckedValue("", checkNext);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, startSaving] = useTransition();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [isKnown, isSafe] = [current.isFine(), next.isFine()];
    if (isSaving || !isKnown || !isSafe) return;
    setFailure(null);
    startSaving(async () => {
      const result = await setPassword({ current: current.value, next: next.value });
      if (!result.ok) {
        const isCurrent = result.error.errors?.some(({ pointer }) => pointer === "/current");
        return isCurrent ? current.setError(result.error.message) : setFailure(result.error.message);
      }
      const again = await signIn("credentials", { email, password: next.value, redirect: false }).catch(() => null);
      if (!again || again.error) return window.location.assign("/sign-in?callbackUrl=/account");
      for (const field of [current, next]) field.setValue("");
      toast({ title: "Your password is changed.", detail: "You are signed out everywhere else." });
    });
  };
  return (
    <form method="post" noValidate onSubmit={submit} className="grid max-w-90 gap-4">
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <Field label="Current password" error={current.error}>
        <Input {...current.props} name="current" type="password" autoComplete="current-password" />
      </Field>
      <Field label="New password" error={next.error} help="At least 12 characters.">
        <Input {...next.props} name="next" type="password" autoComplete="new-password" />
      </Field>
      <p>
        <Button type="submit" busy={isSaving && "Changing"}>
          Change password
        </Button>
      </p>
    </form>
  );
}
