import type { Metadata } from "next";
import { can } from "@/lib/auth/authorize";
import { listApiKeys } from "@/lib/auth/queries/api-keys";
import { requireActor } from "@/lib/auth/session";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { NoAccess } from "../_components/no-access";
import { KeysView } from "./_components/keys-view";

export const metadata: Metadata = { title: "API keys" };

type Props = { params: Promise<{ workspace: string }> };

/** The workspace's API keys. */
export default async function KeysPage({ params }: Props) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "key:read")) return <NoAccess title="Only admins and owners see API keys" role={actor.role} />;
  const [page, environments] = await Promise.all([listApiKeys(actor, { limit: 100 }), listEnvironments(actor)]);
  return (
    <KeysView
      workspace={workspace}
      first={page}
      environments={environments.map(({ name, isProtected }) => ({ name, isProtected }))}
    />
  );
}
