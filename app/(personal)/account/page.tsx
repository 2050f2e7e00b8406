import type { Metadata } from "next";
import { Section } from "@/app/[workspace]/settings/_components/section";
import { getAccount } from "@/lib/auth/queries/persons";
import { listMemberships, requirePerson } from "@/lib/auth/session";
import { PersonalPage } from "../_components/personal-page";
import { NameForm } from "./_components/name-form";
import { PasswordForm } from "./_components/password-form";
import { WorkspaceList } from "./_components/workspace-list";

export const metadata: Metadata = { title: "Account" };

/** A person's own things: name, password, workspaces. */
export default async function AccountPage() {
  const person = await requirePerson("/account");
  const [account, memberships] = await Promise.all([getAccount(person), listMemberships()]);
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
      <Section title="Workspaces" help="Where you are a member, and as what.">
        <WorkspaceList
          memberships={memberships.map(({ slug, workspaceName, role }) => ({ slug, workspaceName, role }))}
        />
      </Section>
    </PersonalPage>
  );
}
