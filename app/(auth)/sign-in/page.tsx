import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { listProviderNames } from "@/lib/auth/identity-providers";
import { relyingPartyOf } from "@/lib/auth/passkeys/relying-party";
import { safeReturnPath } from "@/lib/auth/return-path";
import { getSessionUserId } from "@/lib/auth/session";
import { hasAnySession } from "@/lib/auth/sessions/queries";
import { serverUrl } from "@/lib/core/server-url";
import { StagePage } from "../_components/stage-page";
import { SignInForm } from "./_components/sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { callbackUrl, error } = await searchParams;
  const returnTo = safeReturnPath(callbackUrl);
  if (await getSessionUserId()) redirect(returnTo);
  return (
    <StagePage>
      <SignInForm
        returnTo={returnTo}
        failure={typeof error === "string" ? error : undefined}
        providers={listProviderNames()}
        hasPasskeys={relyingPartyOf(serverUrl()) !== null}
        isFirst={!(await hasAnySession().catch(() => true))}
      />
    </StagePage>
  );
}
