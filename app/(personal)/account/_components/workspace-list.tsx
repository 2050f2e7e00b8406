"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Membership } from "@/lib/auth/queries/memberships";
import { roleName, roleWords } from "@/lib/auth/role-words";
import { leave } from "../actions";

const LeaveDialog = lateDialog(() => import("@/app/_components/leave-dialog").then((module) => module.LeaveDialog));

type ListedWorkspace = Pick<Membership, "slug" | "workspaceName" | "role">;

export function WorkspaceList({ memberships }: { memberships: readonly ListedWorkspace[] }) {
  const [leaving, setLeaving] = useState<ListedWorkspace | null>(null);
  return (
    <>
      {memberships.length === 0 ? (
        <p className="text-fg-muted">
          You are in no workspace. Open the link of an invitation, or create your own workspace.
        </p>
      ) : (
        <Table
          caption="Your workspaces, by name"
          stacks
          columns={[
            "Workspace",
            { name: "Your role", className: "w-[55%]" },
            { name: "Actions", className: "w-24", isSilent: true },
          ]}
        >
          {memberships.map((one) => (
            <Row
              key={one.slug}
              className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:py-2"
            >
              <RowHead className="md:py-2">
                <TextLink href={`/${one.slug}/prompts`}>{one.workspaceName}</TextLink>
                <code className="block text-12 text-fg-muted">/{one.slug}</code>
              </RowHead>
              <Cell className="md:py-2 max-md:order-3 max-md:col-span-2">
                {roleName(one.role)}
                <span className="block text-12 text-fg-muted">{roleWords[one.role]}</span>
              </Cell>
              <Cell end>
                <Button size="sm" aria-label={`Leave ${one.workspaceName}`} onClick={() => setLeaving(one)}>
                  Leave
                </Button>
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <p className="mt-3">
        <Button icon={<Plus />} href="/new-workspace">
          New workspace
        </Button>
      </p>
      {leaving ? (
        <LeaveDialog
          workspaceName={leaving.workspaceName}
          act={() => leave({ workspace: leaving.slug })}
          then="/account"
          onClose={() => setLeaving(null)}
        />
      ) : null}
    </>
  );
}
