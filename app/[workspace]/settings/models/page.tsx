import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { providerWords } from "@/lib/evaluation/models/provider-words";
import { type ConnectionName, listConnectionNames, listConnections } from "@/lib/evaluation/models/queries";
import { NoAccess } from "../_components/no-access";
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
  return <ConnectionsView connections={items} />;
}

/** Shown to people who use connections but do not manage them. */
function ConnectionNames({ connections }: { connections: readonly ConnectionName[] }) {
  return (
    <Main>
      {connections.length === 0 ? (
        <EmptyState title="No provider connected">
          The offline model works without a key. For real answers, ask an admin to connect a provider.
        </EmptyState>
      ) : (
        <>
          <p className="flex min-h-15 max-w-[80ch] items-center py-3 text-fg-muted">
            You can run prompts with these. Admins manage their keys.
          </p>
          <Table caption="Model providers, by name" columns={[{ name: "Name", className: "w-1/2" }, "Provider"]}>
            {connections.map(({ id, name, provider }) => (
              <Row key={id}>
                <RowHead className="break-all">{name}</RowHead>
                <Cell>{providerWords[provider].label}</Cell>
              </Row>
            ))}
          </Table>
        </>
      )}
    </Main>
  );
}
