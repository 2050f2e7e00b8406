import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Column, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";

/** The active keys that a key made. */
export function DependentTable({ base, keys }: { base: string; keys: readonly ApiKeyView[] }) {
  if (keys.length === 0) return <p className="text-fg-muted">None.</p>;
  return (
    <Table caption="Keys it made, newest first" className="table-fixed">
      <thead>
        <tr>
          <Column>Name</Column>
          <Column className="w-24">Rights</Column>
          <Column className="w-28">Last used</Column>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Row key={key.id}>
            <RowHead className="truncate">
              <TextLink href={`${base}/${key.id}`}>{key.name}</TextLink>
            </RowHead>
            <Cell>{key.rights.length}</Cell>
            <Cell className="text-fg-muted">{key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : "never"}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
