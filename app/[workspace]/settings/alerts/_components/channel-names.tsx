import { Main } from "@/components/layout/main";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import type { ChannelName } from "@/lib/alerts/views";
import { kindWords } from "./channel-words";

/** Shown to people who do not manage channels. */
export function ChannelNames({ channels }: { channels: readonly ChannelName[] }) {
  return (
    <Main>
      {channels.length === 0 ? (
        <EmptyState title="Alerts appear only in the inbox">
          Admins can also send them to webhooks, Slack and e-mail.
        </EmptyState>
      ) : (
        <>
          <p className="flex min-h-15 max-w-[80ch] items-center py-3 text-fg-muted">
            Alerts are sent to these channels and to the inbox. Admins manage the channels.
          </p>
          <Table
            caption="Alert channels, oldest first"
            columns={[{ name: "Name", className: "w-1/2" }, "Kind", "State"]}
          >
            {channels.map(({ id, name, kind, isEnabled }) => (
              <Row key={id}>
                <RowHead className="[overflow-wrap:anywhere]">{name}</RowHead>
                <Cell>{kindWords[kind].label}</Cell>
                <Cell>{isEnabled ? "On" : "Off"}</Cell>
              </Row>
            ))}
          </Table>
        </>
      )}
    </Main>
  );
}
