import { Main } from "@/components/layout/main";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import type { ConnectionName } from "@/lib/evaluation/models/queries";
import { providerWords } from "./provider-words";

/** Shown to people who use connections but do not manage them. */
export function ConnectionNames({ connections }: { connections: readonly ConnectionName[] }) {
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
