import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { getSystemReport } from "@/lib/operations/queries/report";
import { NoAccess } from "../_components/no-access";
import { CheckTable } from "./_components/check-table";
import { ProcessTable } from "./_components/process-table";
import { SystemHead } from "./_components/system-head";

export const metadata: Metadata = { title: "System" };

/** The state of the installation: what `npm run doctor` checks, and the running processes. */
export default async function SystemPage({ params }: PageProps<"/[workspace]/settings/system">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "system:read")) return <NoAccess title="Only admins and owners see the system" role={actor.role} />;
  const { at, checks, processes } = await getSystemReport(actor);
  return (
    <Main>
      <SystemHead at={at} checks={checks} />
      <CheckTable checks={checks} />
      <ProcessTable processes={processes} />
    </Main>
  );
}
