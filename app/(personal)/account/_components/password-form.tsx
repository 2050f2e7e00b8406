"use client";

import { checkPassword } from "@/app/_components/check-password";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { beside, useCheckedValue } from "@/components/ui/use-checked-value";
import { setPassword } from "../actions";

/** Changes the password. Requires the current one. This session stays signed in, all others end. */
export function PasswordForm({ email }: { email: string }) {
  const current = useCheckedValue("", (value) => (value ? null : "Enter your current password."));
  const next = useCheckedValue("", checkPassword);
  const { start, isBusy, failure } = useAction({
    run: setPassword,
    done: { title: "Your password is changed.", detail: "You are signed out everywhere else." },
    onDone: () => {
      for (const field of [current, next]) field.setValue("");
    },
    refresh: "done",
    onRefused: beside({ current }),
  });
  // A form action, so that React also handles a form that was sent before the scripts loaded.
  const submit = (form: FormData) => {
    const sent = { current: String(form.get("current") ?? ""), next: String(form.get("next") ?? "") };
    const [isKnown, isSafe] = [current.isFine(sent.current), next.isFine(sent.next)];
    if (isKnown && isSafe) start(sent);
  };
  return (
    <form noValidate action={submit} className="grid max-w-90 gap-4">
      <FailureCallout message={failure?.message} />
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <Field label="Current password" error={current.error}>
        <Input {...current.props} name="current" type="password" autoComplete="current-password" />
      </Field>
      <Field label="New password" error={next.error} help="At least 12 characters.">
        <Input {...next.props} name="next" type="password" autoComplete="new-password" />
      </Field>
      <p>
        <Button type="submit" busy={isBusy && "Changing"}>
          Change password
        </Button>
      </p>
    </form>
  );
}
