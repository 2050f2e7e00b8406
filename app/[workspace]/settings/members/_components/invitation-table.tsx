"use client";

import { Ban, Link2 } from "lucide-react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { MoreMenu } from "@/components/ui/more-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import type { InvitationView } from "@/lib/auth/queries/invitations";
import { roleName } from "@/lib/auth/role-words";
import { revoke } from "../actions";
import type { Me } from "./me";

export type InvitationTableProps = {
  me: Me;
  invitations: readonly InvitationView[];
  onInviteAgain: (invitation: InvitationView) => void;
};

/** The open invitations. Empty if there are none. */
export function InvitationTable({ me, invitations, onInviteAgain }: InvitationTableProps) {
  const workspace = useWorkspace();
  const takeBack = useAction({
    run: ({ id }: InvitationView) => revoke({ workspace, id }),
    done: (_, { email }) => ({ title: `The invitation of ${email} is revoked.`, detail: "Its link no longer works." }),
    refresh: "always",
    failed: "The invitation was not revoked.",
  });
  if (invitations.length === 0) return null;
  return (
    <section className="pt-8">
      <h2 className="text-14">Invited</h2>
      <p className="mb-2 text-fg-muted">
        The link is sent or shown once, when it is created. To get another, invite the address again.
      </p>
      <Table
        caption="Invitations nobody has accepted yet, newest first"
        className="table-fixed"
        stacks
        columns={[
          "Address",
          { name: "Role", className: "w-40" },
          { name: "Invited by", className: "w-[20%]" },
          { name: "Link", className: "w-40" },
          { name: "Actions", className: "w-10", isSilent: true },
        ]}
      >
        {invitations.map((invitation) => (
          <Row
            key={invitation.id}
            className="relative max-md:grid max-md:grid-cols-1 max-md:gap-y-1 max-md:py-2.5 max-md:pr-10"
          >
            <RowHead>
              <span className="address block truncate">{invitation.email}</span>
            </RowHead>
            <Cell>{roleName(invitation.role)}</Cell>
            <Cell className="text-fg-muted">
              <span className="md:sr-only">by </span>
              {invitation.invitedBy}, <RelativeTime at={invitation.createdAt} />
            </Cell>
            <Cell>
              {invitation.status === "open" ? (
                <span className="text-fg-muted">
                  until <RelativeTime at={invitation.expiresAt} />
                </span>
              ) : (
                <Tag>Expired</Tag>
              )}
            </Cell>
            <Cell end className="max-md:absolute max-md:top-1.5 max-md:right-0">
              {me.gives.includes(invitation.role) ? (
                <MoreMenu
                  of={invitation.email}
                  items={[
                    { label: "Invite again", icon: <Link2 />, onSelect: () => onInviteAgain(invitation) },
                    "line",
                    { label: "Revoke", icon: <Ban />, danger: true, onSelect: () => takeBack.start(invitation) },
                  ]}
                />
              ) : null}
            </Cell>
          </Row>
        ))}
      </Table>
    </section>
  );
}
