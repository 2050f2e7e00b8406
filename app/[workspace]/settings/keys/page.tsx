import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { listOidcTrusts, mostTrusts } from "@/lib/auth/oidc-trusts/queries";
import { listApiKeys } from "@/lib/auth/queries/api-keys";
import { requireActor } from "@/lib/auth/session";
import { serverUrl } from "@/lib/core/server-url";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { NoAccess } from "../_components/no-access";
import { KeysView } from "./_components/keys-view";
import { TrustsSection } from "./_components/trusts-section";

export const metadata: Metadata = { title: "API keys" };

/** The workspace's API keys. */
export default async function KeysPage({ params }: PageProps<"/[workspace]/settings/keys">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "key:read")) return <NoAccess title="Only admins and owners see API keys" role={actor.role} />;
  const [page, environments, trusts] = await Promise.all([
    listApiKeys(actor, { limit: 100 }),
    listEnvironments(actor),
    listOidcTrusts(actor, { limit: mostTrusts }),
  ]);
  const choices = environments.map(({ name, isProtected }) => ({ name, isProtected }));
  return (
    <Main>
      <KeysView first={page} environments={choices} />
      <TrustsSection trusts={trusts.items} environments={choices} url={serverUrl()} />
    </Main>
  );
}
