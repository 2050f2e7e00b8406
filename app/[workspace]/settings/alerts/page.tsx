import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { kindWords } from "@/lib/alerts/channel-words";
import { listChannelNames, listChannels } from "@/lib/alerts/queries/channels";
import type { ChannelName } from "@/lib/alerts/views";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { env } from "@/lib/core/env";
import { ChannelsView } from "./_components/channels-view";

export const metadata: Metadata = { title: "Alerts" };

/** Where alerts are sent outside of the application. */
export default async function AlertsPage({ params }: PageProps<"/[workspace]/settings/alerts">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "alert:write")) return <ChannelNames channels={await listChannelNames(actor)} />;
  // A workspace has at most 20.
  const { items } = await listChannels(actor, { limit: 100 });
  return <ChannelsView channels={items} canMail={env().SMTP_URL !== undefined} />;
}

/** Shown to people who do not manage channels. */
function ChannelNames({ channels }: { channels: readonly ChannelName[] }) {
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
