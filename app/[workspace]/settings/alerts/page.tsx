import type { Metadata } from "next";
import { listChannelNames, listChannels } from "@/lib/alerts/queries/channels";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { env } from "@/lib/core/env";
import { ChannelNames } from "./_components/channel-names";
import { ChannelsView } from "./_components/channels-view";

export const metadata: Metadata = { title: "Alerts" };

/** Where alerts are sent outside of the application. */
export default async function AlertsPage({ params }: PageProps<"/[workspace]/settings/alerts">) {
  const { workspace } = await params;
  const actor = await requireActor(workspace);
  if (!can(actor, "alert:write")) return <ChannelNames channels={await listChannelNames(actor)} />;
  // A workspace has at most 20.
  const { items } = await listChannels(actor, { limit: 100 });
  return <ChannelsView workspace={workspace} channels={items} canMail={env().SMTP_URL !== undefined} />;
}
