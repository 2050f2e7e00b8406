import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Mark } from "@/components/ui/mark";
import { safeReturnPath } from "@/lib/auth/return-path";
import { getSessionUserId } from "@/lib/auth/session";
import packageJson from "@/package.json";
import { SignInForm } from "./_components/sign-in-form";
import { SignInStage } from "./_components/sign-in-stage";

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
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] md:grid-cols-2">
      <main className="flex flex-col px-10 py-8 max-md:px-4 max-md:py-6">
        <p className="flex items-center gap-2.5 text-16 tracking-[-0.01em]">
          <Mark size={24} />
          <b>Understudy</b>
        </p>
        <div className="m-auto w-90 max-w-full py-8">
          <SignInForm returnTo={returnTo} failure={typeof error === "string" ? error : undefined} />
        </div>
        <p className="text-12 text-fg-subtle">Version {packageJson.version}</p>
      </main>
      <SignInStage />
    </div>
  );
}
