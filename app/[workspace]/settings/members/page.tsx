import type { Metadata } from "next";
import { baseUrl } from "@/app/_components/base-url";
import { can } from "@/lib/auth/authorize";
import { listDomains, mostDomains } from "@/lib/auth/domains/queries";
import { assignableRoles } from "@/lib/auth/member-rules";
import { listInvitations } from "@/lib/auth/queries/invitations";
import { countOwners, listMembers } from "@/lib/auth/queries/members";
import { getWorkspace } from "@/lib/auth/queries/memberships";
import { listScimTokens } from "@/lib/auth/scim/queries";
import { requireActor } from "@/lib/auth/session";
import { isMailSetUp } from "@/lib/core/mail";
import { MembersView } from "./_components/members-view";

export const metadata: Metadata = { title: "Members" };

/** The members of the workspace with their roles, and the invitations. */
export default async function MembersPage({ params }: PageProps<"/[workspace]/settings/members">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const [members, invitations, owners, { name }, url, domains, scimTokens] = await Promise.all([
    listMembers(actor, { limit: 100 }),
    listInvitations(actor, { limit: 100 }),
    countOwners(actor),
    getWorkspace(actor),
    baseUrl(),
    can(actor, "member:write") ? listDomains(actor, { limit: mostDomains }) : null,
    can(actor, "member:write") ? listScimTokens(actor) : null,
  ]);
  const { userId, role } = actor;
  return (
    <MembersView
      workspaceName={name}
      url={url}
      isMailSetUp={isMailSetUp()}
      me={{ id: userId, role, gives: assignableRoles(role) }}
      members={members}
      invitations={invitations}
      owners={owners}
      domains={domains?.items ?? null}
      scimTokens={scimTokens}
    />
  );
}
