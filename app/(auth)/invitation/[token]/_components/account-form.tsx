"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import type { FormEvent } from "react";
import { checkPassword } from "@/app/_components/check-password";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type ActionOutcome, useAction } from "@/components/ui/use-action";
import { useCheckedValue } from "@/components/ui/use-checked-value";

export type AccountFormProps = {
  token: string;
  email: string;
  workspace: { name: string; slug: string };
  /** The error code of a form that was sent without scripts and refused. */
  refused?: string;
};

const failures: Record<string, string> = {
  rate_limited: "Too many attempts. Wait a minute, then try again.",
  invitation_expired: "This invitation is no longer valid. Ask for a new one.",
  already_exists: "No account was created. If you have one with this address, sign in to join.",
  forbidden:
    "This address belongs to a domain that another workspace has verified. Ask for an invitation there, or by e-mail.",
  database_unavailable: "The database is not available. Try again in a moment.",
  invalid_request: "Enter your name, and a password of at least 12 characters.",
  unreachable: "The server did not answer. Check the connection, then try again.",
};
const unknown = "The account could not be created. Load the page and try again.";

const sentence = (code: string) => (Object.hasOwn(failures, code) ? failures[code] : undefined) ?? unknown;

const checkName = (value: string) => (value.trim() ? null : "Enter the name that others see beside your work.");
async function makeAccount(input: { token: string; name: string; password: string }): Promise<ActionOutcome<null>> {
  const result = await signIn("invitation", { ...input, redirect: false });
  const code = result ? result.error : "unreachable";
  return code ? { ok: false, error: { code, message: sentence(code) } } : { ok: true, data: null };
}

/** The name and password of a new account. Creates the account, joins the workspace and signs in, in one step. */
export function AccountForm({ token, email, workspace, refused }: AccountFormProps) {
  const name = useCheckedValue("", checkName);
  const password = useCheckedValue("", checkPassword);
  const router = useRouter();
  const { start, isBusy, failure } = useAction({
    run: () => makeAccount({ token, name: name.value.trim(), password: password.value }),
    onDone: () => {
      router.replace(`/${workspace.slug}/prompts`);
      router.refresh();
    },
    ...(refused && { first: { code: refused, message: sentence(refused) } }),
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [isNamed, isSafe] = [name.isFine(), password.isFine()];
    if (isNamed && isSafe) start();
  };

  // Before the scripts load, the browser sends the form itself. After a refusal it returns with `?error=`.
  return (
    <form
      method="post"
      action="/api/auth/callback/invitation"
      noValidate
      onSubmit={submit}
      className="grid gap-4"
      aria-label="Your account"
    >
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="callbackUrl" value={`/${workspace.slug}/prompts`} />
      <FailureCallout message={failure?.message} />
      <Field label="E-mail" help="The invitation is for this address. You sign in with it.">
        <Input size="lg" name="email" type="email" value={email} readOnly autoComplete="username" />
      </Field>
      <Field label="Your name" error={name.error}>
        <Input {...name.props} size="lg" name="name" autoComplete="name" maxLength={100} />
      </Field>
      <Field label="Password" error={password.error} help="At least 12 characters.">
        <Input {...password.props} size="lg" name="password" type="password" autoComplete="new-password" />
      </Field>
      <Button size="lg" block type="submit" busy={isBusy && "Joining"}>
        Create account and join
      </Button>
    </form>
  );
}
