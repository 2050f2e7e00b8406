import type { Metadata } from "next";
import { Section } from "@/app/[workspace]/settings/_components/section";
import { listProviderNames } from "@/lib/auth/identity-providers";
import { getAccount } from "@/lib/auth/queries/persons";
import { listMemberships, requirePerson } from "@/lib/auth/session";
import { listSessions } from "@/lib/auth/sessions/queries";
import { PersonalPage } from "../_components/personal-page";
import { NameForm } from "./_components/name-form";
import { PasswordForm } from "./_components/password-form";
import { SessionList } from "./_components/session-list";
import { WorkspaceList } from "./_components/workspace-list";

export const metadata: Metadata = { title: "Account" };

/** A person's own things: name, password, sessions, workspaces. */
export default async function AccountPage() {
  const person = await requirePerson("/account");
  const [account, memberships, sessions] = await Promise.all([
    getAccount(person),
    listMemberships(),
    listSessions(person),
  ]);
  return (
    <PersonalPage title="Account">
      <Section title="You" help="Others see your name beside what you write and release from now on.">
        <NameForm name={person.name} email={person.email} />
      </Section>
      <Section title="Password" help="Changing it ends your sessions on every other device.">
        {account.hasPassword ? (
          <PasswordForm email={person.email} />
        ) : (
          <p className="max-w-[62ch]">
            You have no password here: you sign in through{" "}
            <b>{account.providers.join(" and ") || "an identity provider"}</b>.
          </p>
        )}
      </Section>
      <Section title="Sessions" help="Where you are signed in. A session that you end is signed out at once.">
        <SessionList
          sessions={sessions}
          providers={Object.fromEntries(listProviderNames().map(({ id, name }) => [id, name]))}
        />
      </Section>
      <Section title="Workspaces" help="Where you are a member, and as what.">
        <WorkspaceList
          memberships={memberships.map(({ slug, workspaceName, role }) => ({ slug, workspaceName, role }))}
        />
      </Section>
    </PersonalPage>
  );
}
