import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listDataDeletions } from "@/lib/requests/queries/data-deletions";
import { installationRetention, listContentPolicies } from "@/lib/telemetry/queries/content-policies";
import { DeletionsSection } from "./_components/deletions-section";
import { PoliciesSection } from "./_components/policies-section";

export const metadata: Metadata = { title: "Privacy" };

/** Which contents are stored, and deletion of a user's data. */
export default async function PrivacyPage({ params }: PageProps<"/[workspace]/settings/privacy">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  const canChange = can(actor, "workspace:write");
  const [policies, deletions] = await Promise.all([
    listContentPolicies(actor),
    canChange ? listDataDeletions(actor, { limit: 50 }) : null,
  ]);
  return (
    <Main>
      <PoliciesSection policies={policies} retention={installationRetention()} canChange={canChange} />
      {deletions ? <DeletionsSection first={deletions} /> : null}
    </Main>
  );
}
