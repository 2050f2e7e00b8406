"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useCheckedValue } from "@/components/ui/use-checked-value";

export type AccountFormProps = {
  token: string;
  email: string;
  workspace: { name: string; slug: string };
  /** The code of a try that the browser sent itself and that was refused. */
  refused?: string;
};

const failures: Record<string, string> = {
  rate_limited: "Too many tries. Wait a minute, then try again.",
  invitation_expired: "This invitation does not hold any more. Ask for a new one.",
  already_exists: "This address has an account by now. Load the page again, then sign in.",
  database_unavailable: "The database is away. Try again in a moment.",
  invalid_request: "Write your name, and a password of at least 12 characters.",
};
const unreachable = "The server did not answer. Check the connection, then try again.";
const unknown = "The account could not be made. Load the page and try again.";

const sentence = (code: string) => (Object.hasOwn(failures, code) ? failures[code] : undefined) ?? unknown;

const checkName = (value: string) => (value.trim() ? null : "Write the name others see beside your work.");
const checkPassword = (value: string) =>
  value.length >= 12 ? null : "Use at least 12 characters. A few words in a row are easy to remember.";

async function makeAccount(input: { token: string; name: string; password: string }): Promise<string | null> {
  try {
    const result = await signIn("invitation", { ...input, redirect: false });
    if (!result) return unreachable;
    return result.error ? sentence(result.error) : null;
  } catch {
    return unreachable;
  }
}

/** Name and password make the account; making it, joining and signing in are one step. */
export function AccountForm({ token, email, workspace, refused }: AccountFormProps) {
  const name = useCheckedValue("", checkName);
  const password = useCheckedValue("", checkPassword);
  const [failure, setFailure] = useState<string | null>(refused ? sentence(refused) : null);
  const [isBusy, setBusy] = useState(false);
  const router = useRouter();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [isNamed, isSafe] = [name.isFine(), password.isFine()];
    if (isBusy || !isNamed || !isSafe) return;
    setFailure(null);
    setBusy(true);
    const failed = await makeAccount({ token, name: name.value.trim(), password: password.value });
    if (failed) {
      setFailure(failed);
      setBusy(false);
      return;
    }
    router.replace(`/${workspace.slug}/prompts`);
    router.refresh();
  };

  // Before the scripts arrive the browser sends the form itself, and comes back with `?error=` when it is refused.
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
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : null}
      <Field label="E-mail" help="The invitation is for this address. You sign in with it.">
        <Input size="lg" name="email" type="email" value={email} readOnly autoComplete="username" />
      </Field>
      <Field label="Your name" error={name.error}>
        <Input {...name.props} size="lg" name="name" autoComplete="name" maxLength={100} />
      </Field>
      <Field label="Password" error={password.error} help="At least 12 characters.">
        <Input {...password.props} size="lg" name="password" type="password" autoComplete="new-password" />
      </Field>
      <Button variant="primary" size="lg" block type="submit" busy={isBusy && "Joining"}>
        Make account and join
      </Button>
    </form>
  );
}
