"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ProviderName } from "@/lib/auth/identity-providers";
import { ProviderButtons } from "../../_components/provider-buttons";

type Problem = { field: "email" | "password"; text: string };

const failures = {
  rate_limited: "Too many tries. Wait a minute, then try again.",
  database_unavailable:
    "The database is away, so nobody can sign in. Apps keep their last good version. Try again soon.",
  unreachable: "The server did not answer. Check the connection, then try again.",
  CredentialsSignin: "E-mail and password do not match.",
  SessionRequired: "Sign in to see that page.",
  no_account: "There is no account with that address here. Ask an admin of the workspace to invite it, then come back.",
  no_email: "The identity provider did not say your e-mail address. Allow it there, or sign in with a password.",
  email_unverified: "The identity provider has not verified your e-mail address. Verify it there, then come back.",
  AccessDenied: "The identity provider did not let you in. Try again, or sign in with a password.",
  OAuthSignin: "The identity provider cannot be reached. Try again soon, or sign in with a password.",
  OAuthCallback: "Signing in was not finished at the identity provider. Try again.",
  Callback: "Signing in was not finished at the identity provider. Try again, or sign in with a password.",
};
const unknown = "Signing in failed on the server. Try again; if it stays, ask whoever runs it to look at its log.";
const sentence = (code: string): string =>
  Object.hasOwn(failures, code) ? failures[code as keyof typeof failures] : unknown;

async function check(email: string, password: string, callbackUrl: string): Promise<string | null> {
  try {
    const result = await signIn("credentials", { email, password, redirect: false, callbackUrl });
    if (!result) return failures.unreachable;
    return result.error ? sentence(result.error) : null;
  } catch {
    return failures.unreachable;
  }
}

export type SignInFormProps = {
  returnTo: string;
  /** The code of a try that ended elsewhere and came back here. */
  failure?: string;
  providers: readonly ProviderName[];
};

export function SignInForm({ returnTo, failure, providers }: SignInFormProps) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(
    failure ? { field: "password", text: sentence(failure) } : null,
  );

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const form = event.currentTarget;
    const fail = (found: Problem) => {
      setProblem(found);
      setBusy(false);
      form.querySelector<HTMLInputElement>(`[name=${found.field}]`)?.focus();
    };
    const data = new FormData(form);
    const email = String(data.get("email") ?? "").trim();
    const password = String(data.get("password") ?? "");
    if (!/^\S+@\S+$/.test(email))
      return fail({ field: "email", text: "Write your whole address, such as name@company.com." });
    if (!password) return fail({ field: "password", text: "Write your password." });
    setProblem(null);
    setBusy(true);
    const failed = await check(email, password, returnTo);
    if (failed) return fail({ field: "password", text: failed });
    router.replace(returnTo);
    router.refresh();
  };

  // Before the scripts arrive the browser sends the form itself, and comes back with `?error=` when it is refused.
  return (
    <div className="grid gap-4">
      <h1 className="mb-1.5 text-24">Sign in</h1>
      <ProviderButtons providers={providers} callbackUrl={returnTo} otherwise="or with e-mail" />
      <form
        method="post"
        action="/api/auth/callback/credentials"
        noValidate
        onSubmit={submit}
        className="grid gap-4"
        aria-label="Sign in"
      >
        <input type="hidden" name="callbackUrl" value={returnTo} />
        <Field label="E-mail" error={problem?.field === "email" ? problem.text : null}>
          <Input size="lg" name="email" type="email" autoComplete="username" autoCapitalize="none" spellCheck={false} />
        </Field>
        <Field
          label="Password"
          error={problem?.field === "password" ? problem.text : null}
          help="The first one stands in credentials.json, in the data folder."
        >
          <Input size="lg" name="password" type="password" autoComplete="current-password" />
        </Field>
        <Button variant="primary" size="lg" block type="submit" busy={isBusy && "Signing in"}>
          Sign in
        </Button>
      </form>
    </div>
  );
}
