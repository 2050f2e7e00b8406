"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TextLink } from "@/components/ui/text-link";
import { type ActionOutcome, useAction } from "@/components/ui/use-action";
import type { ProviderName } from "@/lib/auth/identity-providers";
import { OrLine } from "../../_components/or-line";
import { ProviderButtons } from "../../_components/provider-buttons";
import { PasskeyButton } from "./passkey-button";

type Problem = { field: "email" | "password" | "code" | "passkey"; text: string };

const failures = {
  rate_limited: "Too many attempts. Wait a minute, then try again.",
  overloaded: "Too many people are signing in now. Try again in a few seconds.",
  database_unavailable:
    "The database is not available, so nobody can sign in. Applications still get their prompts. Try again soon.",
  unreachable: "The server did not answer. Check the connection, then try again.",
  second_factor_wrong: "The code does not match, or was already used. Wait for the next one.",
  second_factor_locked: "Too many wrong codes. Wait a while, then try the next one.",
  passkey_refused: "This passkey is not registered here, or was not accepted. Try again, or use your password.",
  CredentialsSignin: "E-mail and password do not match.",
  SessionRequired: "Sign in to see that page.",
  no_account: "There is no account with that address here. Ask an admin of the workspace to invite it, then come back.",
  no_email: "The identity provider did not send your e-mail address. Allow it there, or sign in with a password.",
  email_unverified: "The identity provider has not verified your e-mail address. Verify it there, then come back.",
  AccessDenied: "The identity provider did not let you in. Try again, or sign in with a password.",
  OAuthSignin: "The identity provider cannot be reached. Try again soon, or sign in with a password.",
  OAuthCallback: "You did not finish signing in at the identity provider. Try again.",
  provider_away: "The identity provider does not answer this server. Try again soon, or sign in with a password.",
  provider_clock:
    "The clocks of this server and of the identity provider differ, so its answer is not valid here. Ask your operator to set the clock.",
  provider_client:
    "The identity provider does not accept this server: its client id or secret is wrong. Ask your operator to check them.",
  provider_answer:
    "The identity provider's answer cannot be verified. Try again. If it fails again, ask your operator to check the log.",
  Callback: "You did not finish signing in at the identity provider. Try again, or sign in with a password.",
};
const unknown = "Signing in failed on the server. Try again. If it fails again, ask your operator to check the log.";
const sentence = (code: string): string =>
  Object.hasOwn(failures, code) ? failures[code as keyof typeof failures] : unknown;

const requiresCode = (code: string | undefined) => code?.startsWith("second_factor_") ?? false;

type SignInFields = { email: string; password: string; code: string };

async function check(fields: SignInFields, callbackUrl: string): Promise<ActionOutcome<null>> {
  const result = await signIn("credentials", { ...fields, redirect: false, callbackUrl });
  const code = result ? result.error : "unreachable";
  return code ? { ok: false, error: { code, message: sentence(code) } } : { ok: true, data: null };
}

/** Returns the field that shows a refusal. Null if the server asks for a code for the first time. */
const problemOf = (refused: string): Problem | null => {
  if (refused === "second_factor_required") return null;
  return { field: requiresCode(refused) ? "code" : "password", text: sentence(refused) };
};

export type SignInFormProps = {
  returnTo: string;
  /** The error code of an attempt that was redirected back here. */
  failure?: string;
  providers: readonly ProviderName[];
  /** Whether there has been no sign-in yet. If so, the form says where to find the first password. */
  isFirst: boolean;
  /** Whether the address of this server allows passkeys. */
  hasPasskeys: boolean;
};

export function SignInForm({ returnTo, failure, providers, isFirst, hasPasskeys }: SignInFormProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  // Also true if the form was sent without scripts. The person then enters everything again, with the code.
  const [needsCode, setNeedsCode] = useState(requiresCode(failure));
  const [problem, setProblem] = useState<Problem | null>(failure ? problemOf(failure) : null);
  const fail = (found: Problem) => {
    setProblem(found);
    form.current?.querySelector<HTMLInputElement>(`[name=${found.field}]`)?.focus();
  };
  const enter = () => {
    router.replace(returnTo);
    router.refresh();
  };
  const { start, isBusy } = useAction({
    run: (fields: SignInFields) => check(fields, returnTo),
    onDone: enter,
    onRefused: ({ code }) => {
      const found = problemOf(code);
      if (found) fail(found);
      else setNeedsCode(true);
      return true;
    },
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const email = String(data.get("email") ?? "").trim();
    const password = String(data.get("password") ?? "");
    const code = String(data.get("code") ?? "");
    if (!/^\S+@\S+$/.test(email))
      return fail({ field: "email", text: "Enter your complete address, such as name@company.com." });
    if (!password) return fail({ field: "password", text: "Enter your password." });
    if (needsCode && !code.trim()) return fail({ field: "code", text: "Enter the code." });
    setProblem(null);
    start({ email, password, code });
  };

  // Before the scripts load, the browser sends the form itself. After a refusal it returns with `?error=`.
  return (
    <div className="grid gap-4">
      <h1 className="mb-1.5 text-24">Sign in</h1>
      <ProviderButtons providers={providers} callbackUrl={returnTo} otherwise="or with e-mail" />
      <form
        ref={form}
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
          labelEnd={<TextLink href="/sign-in/forgot">Forgot password?</TextLink>}
          help={isFirst ? "The first password is in credentials.json, in the data folder." : undefined}
        >
          <Input size="lg" name="password" type="password" autoComplete="current-password" />
        </Field>
        {needsCode ? (
          <Field
            label="Code"
            error={problem?.field === "code" ? problem.text : null}
            help="6 digits from your authenticator app, or a recovery code."
          >
            <Input
              size="lg"
              mono
              autoFocus
              name="code"
              autoComplete="one-time-code"
              spellCheck={false}
              maxLength={30}
            />
          </Field>
        ) : null}
        <Button variant="primary" size="lg" block type="submit" busy={isBusy && "Signing in"}>
          Sign in
        </Button>
      </form>
      {hasPasskeys ? (
        <>
          <OrLine>or</OrLine>
          <PasskeyButton
            returnTo={returnTo}
            onDone={enter}
            onRefused={({ code, message }) => setProblem({ field: "passkey", text: message || sentence(code) })}
          />
          {problem?.field === "passkey" ? (
            <p role="alert" className="text-14 text-negative">
              {problem.text}
            </p>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
