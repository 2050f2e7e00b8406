import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";

/** The active keys that a key created. */
export function DependentTable({ base, keys }: { base: string; keys: readonly ApiKeyView[] }) {
  if (keys.length === 0) return <p className="text-fg-muted">None.</p>;
  return (
    <Table
      caption="Keys it created, newest first"
      className="table-fixed"
      columns={["Name", { name: "Rights", className: "w-24" }, { name: "Last used", className: "w-28" }]}
    >
      {keys.map((key) => (
        <Row key={key.id}>
          <RowHead className="truncate">
            <TextLink href={`${base}/${key.id}`}>{key.name}</TextLink>
          </RowHead>
          <Cell>{key.rights.length}</Cell>
          <Cell className="text-fg-muted">{key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : "never"}</Cell>
        </Row>
      ))}
    </Table>
  );
}
