import { Check, CircleAlert, KeyRound, Pencil, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { MoreMenu } from "@/components/ui/more-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import { hostOf, providerWords } from "@/lib/evaluation/models/provider-words";
import type { ConnectionView } from "@/lib/evaluation/models/queries";

export type ConnectionAct = "change" | "replace key" | "remove";

export type ConnectionTableProps = {
  connections: readonly ConnectionView[];
  /** The ids of connections that are being tested. */
  testing: ReadonlySet<string>;
  onTest: (connection: ConnectionView) => void;
  onAct: (act: ConnectionAct, connection: ConnectionView) => void;
};

function LastTest({ connection: { lastTest }, isTesting }: { connection: ConnectionView; isTesting: boolean }) {
  if (isTesting) return <span className="text-fg-muted">Asking the provider…</span>;
  if (!lastTest) return <span className="text-fg-subtle">Not tested yet</span>;
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2">
        {lastTest.ok ? (
          <Reading tone="positive" icon={<Check />}>
            Works
          </Reading>
        ) : (
          <Reading tone="negative" icon={<CircleAlert />}>
            Does not work
          </Reading>
        )}
        <RelativeTime at={lastTest.at} className="text-12 text-fg-subtle" />
      </span>
      <span className="block max-w-[68ch] break-words text-12 text-fg-muted">{lastTest.message}</span>
    </>
  );
}

function KeyHint({ connection: { hasKey, keyHint } }: { connection: ConnectionView }) {
  if (!hasKey) return <span className="text-fg-subtle">none</span>;
  return keyHint ? <code className="text-12">…{keyHint}</code> : <span className="text-fg-muted">kept</span>;
}

function ConnectionRow({
  connection,
  testing,
  onTest,
  onAct,
}: { connection: ConnectionView } & Omit<ConnectionTableProps, "connections">) {
  const isTesting = testing.has(connection.id);
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:py-3">
      <RowHead className="md:py-2">
        <span className="block break-all">{connection.name}</span>
        <span className="block truncate font-normal text-12 text-fg-muted">
          {providerWords[connection.provider].label}
          {connection.baseUrl ? <span title={connection.baseUrl}> at {hostOf(connection.baseUrl)}</span> : null}
        </span>
      </RowHead>
      <Cell className="whitespace-nowrap max-md:order-3">
        <span className="text-12 text-fg-muted md:sr-only">Key </span>
        <KeyHint connection={connection} />
      </Cell>
      <Cell className="md:py-2 max-md:order-4 max-md:col-span-2">
        <span aria-live="polite">
          <LastTest connection={connection} isTesting={isTesting} />
        </span>
      </Cell>
      <Cell end className="max-md:order-2">
        <span className="flex items-center justify-end gap-1">
          <Button size="sm" busy={isTesting && "Testing"} onClick={() => onTest(connection)}>
            Test<span className="sr-only"> {connection.name}</span>
          </Button>
          <MoreMenu
            of={connection.name}
            items={[
              { label: "Replace key", icon: <KeyRound />, onSelect: () => onAct("replace key", connection) },
              { label: "Change name, address or limit", icon: <Pencil />, onSelect: () => onAct("change", connection) },
              "line",
              { label: "Remove", icon: <Trash2 />, danger: true, onSelect: () => onAct("remove", connection) },
            ]}
          />
        </span>
      </Cell>
    </Row>
  );
}

export function ConnectionTable({ connections, ...rest }: ConnectionTableProps) {
  return (
    <Table
      caption="Connections to model providers, by name"
      className="table-fixed"
      stacks
      columns={[
        { name: "Name", className: "w-[28%]" },
        { name: "Key", className: "w-24" },
        "Last test",
        { name: "Actions", className: "w-32", isSilent: true },
      ]}
    >
      {connections.map((connection) => (
        <ConnectionRow key={connection.id} connection={connection} {...rest} />
      ))}
    </Table>
  );
}
