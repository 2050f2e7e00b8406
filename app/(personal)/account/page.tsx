import type { Metadata } from "next";
import { Section } from "@/app/[workspace]/settings/_components/section";
import { Callout } from "@/components/ui/callout";
import { listOpenWorkspaces } from "@/lib/auth/domains/queries";
import { listProviderNames } from "@/lib/auth/identity-providers";
import { listPasskeys } from "@/lib/auth/passkeys/queries";
import { relyingPartyOf } from "@/lib/auth/passkeys/relying-party";
import { getAccount } from "@/lib/auth/queries/people";
import { getSecondFactor } from "@/lib/auth/second-factor/queries";
import { listMemberships, requirePerson } from "@/lib/auth/session";
import { listSessions } from "@/lib/auth/sessions/queries";
import { isMailSetUp } from "@/lib/core/mail";
import { serverUrl } from "@/lib/core/server-url";
import { PersonalPage } from "../_components/personal-page";
import { EmailSection } from "./_components/email-section";
import { MailSection } from "./_components/mail-section";
import { NameForm } from "./_components/name-form";
import { OpenWorkspaceList } from "./_components/open-workspace-list";
import { PasskeySection } from "./_components/passkey-section";
import { PasswordForm } from "./_components/password-form";
import { SecondFactorSection } from "./_components/second-factor-section";
import { SessionList } from "./_components/session-list";
import { SlackRow } from "./_components/slack-row";
import { WorkspaceList } from "./_components/workspace-list";
import { ZoneSection } from "./_components/zone-section";

export const metadata: Metadata = { title: "Account" };

/** A person's account: name, address, sign-in methods, sessions and workspaces. */
export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const { required } = await searchParams;
  const person = await requirePerson("/account");
  const [account, memberships, sessions, factor, passkeys, open] = await Promise.all([
    getAccount(person),
    listMemberships(),
    listSessions(person),
    getSecondFactor(person),
    listPasskeys(person),
    listOpenWorkspaces(person),
  ]);
  const asking = memberships.find(({ slug }) => slug === required);
  return (
    <PersonalPage title="Account">
      {asking && !person.session.isStrong ? (
        <Callout tone="warning" className="mt-6">
          {asking.workspaceName} requires a second factor.{" "}
          {factor.since === null && passkeys.length === 0
            ? "Add a passkey or an authenticator app below, then open the workspace again."
            : "You signed in without one. Sign out, then sign in with a passkey or a code."}
        </Callout>
      ) : null}
      <Section title="You" help="Others see this name beside everything that you write and release from now on.">
        <NameForm name={person.name} />
      </Section>
      <Section title="E-mail" help="You sign in with it, and get notified of changes to your account.">
        <EmailSection email={person.email} isVerified={account.isEmailVerified} isMailSetUp={isMailSetUp()} />
      </Section>
      <Section title="Time zone" help="Times on all pages are shown in it. Days of charts and bills are days of UTC.">
        <ZoneSection chosen={person.timeZone ?? null} />
      </Section>
      <Section title="Notifications" help="Which messages you receive, and where.">
        <SlackRow slack={account.slack} email={isMailSetUp() ? person.email : null} />
        <MailSection
          muted={account.mutedMails}
          workspaces={memberships.map(({ slug, workspaceName }) => ({ slug, name: workspaceName }))}
        />
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
      <Section title="Passkeys" help="Sign in with your finger, face or PIN, without password and code.">
        <PasskeySection passkeys={passkeys} isPossible={relyingPartyOf(serverUrl()) !== null} />
      </Section>
      <Section
        title="Second factor"
        help="A code from your phone, required after your password. Identity providers have their own second factor."
      >
        <SecondFactorSection factor={factor} hasPassword={account.hasPassword} />
      </Section>
      <Section title="Sessions" help="Where you are signed in. Ending a session signs it out at once.">
        <SessionList
          sessions={sessions}
          providers={Object.fromEntries(listProviderNames().map(({ id, name }) => [id, name]))}
        />
      </Section>
      <Section title="Workspaces" help="The workspaces where you are a member, with your role.">
        <OpenWorkspaceList open={open} />
        <WorkspaceList
          memberships={memberships.map(({ slug, workspaceName, role }) => ({ slug, workspaceName, role }))}
        />
      </Section>
    </PersonalPage>
  );
}
