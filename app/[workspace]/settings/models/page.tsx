import type { Metadata } from "next";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listConnectionNames, listConnections } from "@/lib/evaluation/models/queries";
import { NoAccess } from "../_components/no-access";
import { ConnectionNames } from "./_components/connection-names";
import { ConnectionsView } from "./_components/connections-view";

export const metadata: Metadata = { title: "Model providers" };

/** The workspace's connections to model providers. */
export default async function ModelsPage({ params }: PageProps<"/[workspace]/settings/models">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "connection:read")) return <NoAccess title="Viewers do not run models" role={actor.role} />;
  if (!can(actor, "connection:write")) return <ConnectionNames connections={await listConnectionNames(actor)} />;
  // A workspace has at most 50.
  const { items } = await listConnections(actor, { limit: 100 });
  return <ConnectionsView workspace={workspace} connections={items} />;
}
