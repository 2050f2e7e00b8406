import { LogOut } from "lucide-react";
import type { Metadata } from "next";
import { askingAddress } from "@/app/_components/asking-address";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { RelativeTime } from "@/components/ui/relative-time";
import { normaliseEmail } from "@/lib/auth/email";
import { listProviderNames } from "@/lib/auth/identity-providers";
import { getInvitationDoor, type InvitationDoor } from "@/lib/auth/queries/invitations";
import { aRole, roleWords } from "@/lib/auth/role-words";
import { getSessionPerson, listMemberships } from "@/lib/auth/session";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { Notice } from "../../_components/notice";
import { OrLine } from "../../_components/or-line";
import { ProviderButtons } from "../../_components/provider-buttons";
import { StagePage } from "../../_components/stage-page";
import { AccountForm } from "./_components/account-form";
import { JoinButton } from "./_components/join-button";

// The link is a secret. It must not reach other sites by the Referer header, nor search engines.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer", robots: { index: false } };

const closed = {
  accepted: { title: "This invitation was already used", text: "An invitation works once. If you used it, sign in." },
  revoked: {
    title: "This invitation is no longer valid",
    text: "It was revoked or replaced by a newer one. Open the newest link that you received, or ask for another.",
  },
  expired: {
    title: "This invitation has expired",
    text: "It was valid for 7 days. Ask the person who invited you for a new one.",
  },
} as const;

/** The page of an invitation link. A person joins with an existing account or a new one. */
export default async function InvitationPage({ params, searchParams }: PageProps<"/invitation/[token]">) {
  const [{ token }, { error }] = await Promise.all([params, searchParams]);
  return (
    <StagePage>
      <Door token={token} refused={typeof error === "string" ? error : undefined} />
    </StagePage>
  );
}

async function Door({ token, refused }: { token: string; refused: string | undefined }) {
  const address = await askingAddress();
  if (!mayTryLink(address)) return <Notice title="Too many attempts">Wait a minute, then open the link again.</Notice>;
  const door = await getInvitationDoor(token);
  if (!door)
    return (
      <Notice title="There is no such invitation">
        A part of the link may be missing. Copy the whole link again, or ask for a new one.
      </Notice>
    );
  giveBackLink(address);
  const [person, memberships] = await Promise.all([getSessionPerson(), listMemberships()]);
  const { workspace, status, email } = door;
  const isMember = memberships.some(({ workspaceId }) => workspaceId === workspace.id);
  // A member who opens another person's open invitation gets the page for another account below.
  if (isMember && (status !== "open" || person?.email === email))
    return (
      <Notice
        title={`You are a member of ${workspace.name}`}
        action={
          <Button size="lg" block variant="primary" href={`/${workspace.slug}/prompts`}>
            Open {workspace.name}
          </Button>
        }
      >
        Signed in as {person?.email}. There is nothing more to do.
      </Notice>
    );
  if (status !== "open") return <Notice title={closed[status].title}>{closed[status].text}</Notice>;
  return (
    <>
      <InvitationTerms door={door} />
      <WayIn token={token} door={door} signedInAs={person?.email ?? null} refused={refused} />
    </>
  );
}

type WayInProps = { token: string; door: InvitationDoor; signedInAs: string | null; refused: string | undefined };

function WayIn({ token, door, signedInAs, refused }: WayInProps) {
  const path = `/invitation/${token}`;
  const { email, workspace } = door;
  if (signedInAs !== null && normaliseEmail(signedInAs) === email)
    return <JoinButton token={token} email={email} workspace={workspace.name} />;
  if (signedInAs !== null) return <OtherAccount path={path} email={email} signedInAs={signedInAs} />;
  // Both ways are always shown, because the page must not reveal whether the address has an account.
  return (
    <div className="grid gap-4">
      <Button size="lg" block variant="primary" href={`/sign-in?callbackUrl=${encodeURIComponent(path)}`}>
        Sign in with an existing account
      </Button>
      <ProviderButtons providers={listProviderNames()} callbackUrl={path} otherwise="or create an account" />
      {listProviderNames().length === 0 ? <OrLine>or create an account</OrLine> : null}
      <AccountForm token={token} email={email} workspace={workspace} {...(refused && { refused })} />
    </div>
  );
}

/** The terms of an invitation: who invites whom, the workspace, the role and the expiry. */
function InvitationTerms({ door }: { door: InvitationDoor }) {
  const { workspace, invitedBy, email, role, expiresAt } = door;
  return (
    <>
      <h1 className="break-words text-24">Join {workspace.name}</h1>
      <p className="mt-2 break-words text-14">
        {invitedBy} invites <b>{email}</b> as {aRole(role)}.
      </p>
      <p className="mt-1 text-fg-muted">{roleWords[role]}</p>
      <p className="mt-1 mb-6 text-12 text-fg-subtle">
        Valid until <RelativeTime at={expiresAt} />.
      </p>
    </>
  );
}

/** Tells a person that another account than the invited one is signed in, and offers to sign out. */
function OtherAccount({ path, email, signedInAs }: { path: string; email: string; signedInAs: string }) {
  return (
    <>
      <Callout tone="warning" className="mb-4">
        You are signed in as <b className="break-all">{signedInAs}</b>. This invitation is for{" "}
        <b className="break-all">{email}</b>, and only that account can accept it.
      </Callout>
      <form method="post" action="/api/auth/signout">
        <input type="hidden" name="callbackUrl" value={path} />
        <Button type="submit" size="lg" block variant="primary" icon={<LogOut />}>
          Sign out and continue
        </Button>
      </form>
      <p className="mt-2">
        <Button size="lg" block variant="quiet" href="/">
          Stay signed in as {signedInAs}
        </Button>
      </p>
    </>
  );
}
