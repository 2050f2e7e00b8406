import { redirect } from "next/navigation";
import { EmptyState } from "@/components/ui/empty-state";
import { getSessionUserId, listMemberships } from "@/lib/auth/session";
import { SignOutButton } from "./_components/sign-out-button";

/** To the first workspace; a person without one is told what to do. */
export default async function StartPage() {
  if (!(await getSessionUserId())) redirect("/sign-in");
  const [first] = await listMemberships();
  if (first) redirect(`/${first.slug}/prompts`);
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState title="You are in no workspace yet" heading="h1" action={<SignOutButton />}>
        Ask an owner of the workspace to add you, then load this page again. If you have another account, sign out and
        in with that one.
      </EmptyState>
    </main>
  );
}
