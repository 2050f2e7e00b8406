import { Check, Minus } from "lucide-react";
import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { StatusGlyph } from "@/components/ui/status";
import { Cell, Column, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { can, type Permission } from "@/lib/auth/authorize";
import { listMemberships, requireActor } from "@/lib/auth/session";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { permissionWords } from "../_components/role-words";
import { Section } from "../_components/section";
import { WorkspaceSection } from "./_components/workspace-section";

export const metadata: Metadata = { title: "Settings" };

type Props = { params: Promise<{ workspace: string }> };

const stages = {
  development: { glyph: "draft", word: "A version here is still a draft. For your machine." },
  testing: { glyph: "testing", word: "A version here is in testing. For trying it before people get it." },
  production: { glyph: "production", word: "A version here is live. What people get." },
} as const;

/** The workspace, its environments, and what the person may do. */
export default async function GeneralSettingsPage({ params }: Props) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const [memberships, environments] = await Promise.all([listMemberships(), listEnvironments(actor)]);
  const membership = memberships.find(({ slug }) => slug === workspace);
  return (
    <Main>
      <WorkspaceSection
        workspace={workspace}
        name={membership?.workspaceName ?? workspace}
        refusal={can(actor, "workspace:write") ? null : `Admins and owners do. Your role is ${actor.role}.`}
      />
      <Section
        title="Environments"
        help="In the order versions move through them. Each has one live version of a prompt, and keys of its own."
      >
        <Table caption="Environments in order, with what they mean">
          <thead className="max-md:sr-only">
            <tr>
              <Column className="w-44">Environment</Column>
              <Column>What it is for</Column>
              <Column className="w-[38%]">Who changes it</Column>
            </tr>
          </thead>
          <tbody>
            {environments.map(({ id, name, stage, isProtected }) => (
              <Row key={id} className="max-md:block max-md:border-line max-md:border-b max-md:py-2">
                <RowHead className="max-md:block max-md:h-auto max-md:border-0">
                  <span className="flex h-[38px] items-center gap-2 max-md:h-7">
                    <StatusGlyph status={stages[stage].glyph} />
                    {name}
                  </span>
                </RowHead>
                <Cell className="text-fg-muted max-md:block max-md:h-auto max-md:border-0">{stages[stage].word}</Cell>
                <Cell className="py-2 max-md:block max-md:h-auto max-md:border-0 max-md:py-1">
                  {isProtected ? (
                    <span className="flex flex-wrap items-center gap-2">
                      <Tag>Protected</Tag>
                      <span className="text-fg-muted">Publishers, admins, owners</span>
                    </span>
                  ) : (
                    <span className="text-fg-muted">Editors and all above</span>
                  )}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Section>
      <Section title="Your role" help="An admin or owner of the workspace gives roles.">
        <p>
          You are <b>{actor.role}</b> in this workspace. You may:
        </p>
        <ul className="mt-2 grid gap-1.5">
          {Object.entries(permissionWords).map(([permission, words]) => {
            const isAllowed = can(actor, permission as Permission);
            return (
              <li key={permission} className="flex items-center gap-2">
                {isAllowed ? (
                  <Check aria-hidden="true" className="size-3.5 text-positive" />
                ) : (
                  <Minus aria-hidden="true" className="size-3.5 text-fg-subtle" />
                )}
                <span className={isAllowed ? undefined : "text-fg-subtle"}>
                  {isAllowed ? null : "not "}
                  {words}
                </span>
              </li>
            );
          })}
        </ul>
      </Section>
    </Main>
  );
}
