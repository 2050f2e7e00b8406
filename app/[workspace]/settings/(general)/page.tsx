import { Check, Minus } from "lucide-react";
import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { permissionsOfRoles, permissionWords } from "@/lib/auth/permission-words";
import { getWorkspace } from "@/lib/auth/queries/memberships";
import { listMemberships, requireActor } from "@/lib/auth/session";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { listSeenAttributes, listSegments } from "@/lib/telemetry/queries/segments";
import { Section } from "../_components/section";
import { DeletionSection } from "./_components/deletion-section";
import { EnvironmentsSection } from "./_components/environments-section";
import { ProofSection } from "./_components/proof-section";
import { SegmentsSection } from "./_components/segments-section";
import { WorkspaceSection } from "./_components/workspace-section";

export const metadata: Metadata = { title: "Settings" };

/** The workspace, its environments, and the person's permissions. */
export default async function GeneralSettingsPage({ params }: PageProps<"/[workspace]/settings">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const canChange = can(actor, "workspace:write");
  const [memberships, environments, { requiresProof, requiresSecondFactor, deletionAt }, segments, seen] =
    await Promise.all([
      listMemberships(),
      listEnvironments(actor),
      getWorkspace(actor),
      listSegments(actor),
      canChange ? listSeenAttributes(actor) : null,
    ]);
  const membership = memberships.find(({ slug }) => slug === workspace);
  return (
    <Main>
      <WorkspaceSection
        name={membership?.workspaceName ?? workspace}
        refusal={canChange ? null : `Only admins and owners can. Your role is ${actor.role}.`}
      />
      <EnvironmentsSection environments={environments} canChange={canChange} />
      <SegmentsSection segments={segments} seen={seen} />
      <ProofSection requiresProof={requiresProof} requiresSecondFactor={requiresSecondFactor} canChange={canChange} />
      <Section title="Your role" help="Admins and owners assign roles.">
        <p>
          You are <b>{actor.role}</b> in this workspace. You may:
        </p>
        <ul className="mt-2 grid gap-1.5">
          {permissionsOfRoles.map((permission) => {
            const isAllowed = can(actor, permission);
            return (
              <li key={permission} className="flex items-center gap-2">
                {isAllowed ? (
                  <Check className="size-3.5 text-positive" />
                ) : (
                  <Minus className="size-3.5 text-fg-subtle" />
                )}
                <span className={isAllowed ? undefined : "text-fg-subtle"}>
                  {isAllowed ? null : "not "}
                  {permissionWords[permission]}
                </span>
              </li>
            );
          })}
        </ul>
      </Section>
      {can(actor, "workspace:delete") && !deletionAt ? (
        <DeletionSection name={membership?.workspaceName ?? workspace} />
      ) : null}
    </Main>
  );
}
