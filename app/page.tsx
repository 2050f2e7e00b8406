import { Plus } from "lucide-react";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { getSessionPerson, listMemberships } from "@/lib/auth/session";
import { SignOutButton } from "./_components/sign-out-button";

/** To the workspace last opened on this browser, else the first; a person without one is told what to do. */
export default async function StartPage() {
  const person = await getSessionPerson();
  if (!person) redirect("/sign-in");
  const [memberships, jar] = await Promise.all([listMemberships(), cookies()]);
  const last = jar.get("understudy-workspace")?.value;
  const membership = memberships.find(({ slug }) => slug === last) ?? memberships[0];
  if (membership) redirect(`/${membership.slug}`);
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        title="You are in no workspace yet"
        heading="h1"
        action={
          <>
            <Button variant="primary" icon={<Plus />} href="/new-workspace">
              New workspace
            </Button>
            <Button href="/account">Account</Button>
            <SignOutButton />
          </>
        }
      >
        You are signed in as {person.email}. Open the link of your invitation to join a workspace, or create your own.
      </EmptyState>
    </main>
  );
}
