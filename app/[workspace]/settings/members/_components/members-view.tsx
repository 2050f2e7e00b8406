"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Main } from "@/components/layout/main";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { useQueryFlag } from "@/components/ui/use-query-text";
import type { DomainView } from "@/lib/auth/domains/views";
import type { InvitationView } from "@/lib/auth/queries/invitations";
import type { MemberView } from "@/lib/auth/queries/members";
import { aRole } from "@/lib/auth/role-words";
import type { ScimTokenView } from "@/lib/auth/scim/token-view";
import type { Page } from "@/lib/core/cursor";
import { leave, loadMoreInvitations, loadMoreMembers } from "../actions";
import { DomainsSection } from "./domains-section";
import { InvitationTable } from "./invitation-table";
import type { MadeInvitation } from "./invite-dialog";
import type { Me } from "./me";
import { type MemberAct, MemberTable } from "./member-table";
import { ScimSection } from "./scim-section";

const LeaveDialog = lateDialog(() => import("@/app/_components/leave-dialog").then((module) => module.LeaveDialog));

const loadDialogs = () => import("./member-dialogs");
const RemoveDialog = lateDialog(() => loadDialogs().then((module) => module.RemoveDialog));
const EndSessionsDialog = lateDialog(() => loadDialogs().then((module) => module.EndSessionsDialog));
const TransferDialog = lateDialog(() => loadDialogs().then((module) => module.TransferDialog));
const ResetDialog = lateDialog(() => loadDialogs().then((module) => module.ResetDialog));
const InviteDialog = lateDialog(() => import("./invite-dialog").then((module) => module.InviteDialog));

export type MembersViewProps = {
  workspaceName: string;
  /** The address of this server. */
  url: string;
  isMailSetUp: boolean;
  me: Me;
  members: Page<MemberView>;
  invitations: Page<InvitationView>;
  owners: number;
  /** The workspace's domains. Null: this person does not manage them. */
  domains: readonly DomainView[] | null;
  /** The tokens of identity providers. Null: this person does not manage them. */
  scimTokens: readonly ScimTokenView[] | null;
};

export function MembersView({
  workspaceName,
  url,
  isMailSetUp,
  me,
  members: first,
  invitations: firstInvitations,
  owners,
  domains,
  scimTokens,
}: MembersViewProps) {
  const workspace = useWorkspace();
  const [isInviting, setInviting] = useQueryFlag("new");
  const [again, setAgain] = useState<InvitationView | null>(null);
  const [made, setMade] = useState<(MadeInvitation & { token: string }) | null>(null);
  const [act, setAct] = useState<{ kind: MemberAct; member: MemberView } | null>(null);
  const members = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreMembers({ workspace, cursor }),
  });
  const invitations = usePages({
    first: firstInvitations,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreInvitations({ workspace, cursor }),
  });
  const mayInvite = me.gives.length > 0;

  const close = () => setAct(null);
  const closeInvite = () => {
    setAgain(null);
    setInviting(false);
  };
  return (
    <Main>
      <header className="flex min-h-15 items-center gap-4 py-3 max-md:flex-wrap">
        <p className="mr-auto min-w-0 max-w-[80ch] text-fg-muted max-md:flex-[1_0_100%]">
          {mayInvite
            ? "The members of this workspace and their roles. A new role applies from the person's next request."
            : `The members of this workspace. Admins and owners invite people and assign roles. Your role is ${me.role}.`}
        </p>
        <Button
          variant="primary"
          icon={<UserPlus />}
          off={mayInvite ? null : `Admins and owners invite. Your role is ${me.role}.`}
          onClick={() => setInviting(true)}
        >
          Invite
        </Button>
      </header>
      <MemberTable me={me} members={members.items} owners={owners} onAct={(kind, member) => setAct({ kind, member })} />
      {members.rest}
      <InvitationTable me={me} invitations={invitations.items} onInviteAgain={(invitation) => setAgain(invitation)} />
      {invitations.rest}
      {domains && scimTokens ? (
        <>
          <DomainsSection domains={domains} isOwner={me.role === "owner"} isProvisioned={scimTokens.length > 0} />
          <ScimSection
            address={`${url}/api/scim/v2`}
            tokens={scimTokens}
            isOwner={me.role === "owner"}
            hasDomain={domains.some(({ verifiedAt }) => verifiedAt !== null)}
          />
        </>
      ) : null}
      {mayInvite && (isInviting || again) ? (
        <InviteDialog
          me={me}
          isMailSetUp={isMailSetUp}
          again={again}
          onClose={closeInvite}
          onMade={(invitation) => {
            closeInvite();
            const { token } = invitation;
            if (token !== null) setMade({ ...invitation, token });
          }}
        />
      ) : null}
      {made ? <ShowLinkDialog made={made} url={url} onClose={() => setMade(null)} /> : null}
      {act?.kind === "remove" ? <RemoveDialog member={act.member} onClose={close} /> : null}
      {act?.kind === "end sessions" ? <EndSessionsDialog member={act.member} onClose={close} /> : null}
      {act?.kind === "transfer" ? <TransferDialog member={act.member} onClose={close} /> : null}
      {act?.kind === "reset" ? <ResetDialog member={act.member} onClose={close} /> : null}
      {act?.kind === "leave" ? (
        <LeaveDialog workspaceName={workspaceName} act={() => leave({ workspace })} then="/" onClose={close} />
      ) : null}
    </Main>
  );
}

type ShowLinkDialogProps = { made: InvitationView & { token: string }; url: string; onClose: () => void };

function ShowLinkDialog({ made, url, onClose }: ShowLinkDialogProps) {
  return (
    <ShownOnceDialog
      title="The link of the invitation"
      description={`It is shown only once and is not sent automatically. Pass it on to ${made.email}.`}
      label={`For ${made.email}, as ${aRole(made.role)}`}
      help={
        <>
          Valid until <RelativeTime at={made.expiresAt} />, works once, and only for that address.
        </>
      }
      value={`${url}/invitation/${made.token}`}
      copy="Copy link"
      onClose={onClose}
    />
  );
}
