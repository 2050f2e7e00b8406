import {
  Check,
  CircleAlert,
  CirclePause,
  CirclePlay,
  KeyRound,
  List,
  Pencil,
  Trash2,
  TriangleAlert,
} from "lucide-react";
import { Button } from "@/components/ui/button";
import { MoreMenu } from "@/components/ui/more-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import { kindWords, minimumWords, noticeWords } from "@/lib/alerts/channel-words";
import type { ChannelView } from "@/lib/alerts/views";

export type ChannelAct = "change" | "log" | "switch" | "new secret" | "remove";

export type ChannelTableProps = {
  channels: readonly ChannelView[];
  /** The ids of channels that are being tested. */
  testing: ReadonlySet<string>;
  onTest: (channel: ChannelView) => void;
  onAct: (act: ChannelAct, channel: ChannelView) => void;
};

function ChannelRow({
  channel,
  testing,
  onTest,
  onAct,
}: { channel: ChannelView } & Omit<ChannelTableProps, "channels">) {
  const { id, name, kind, targetHint, minimum, notices, isEnabled } = channel;
  const act = (what: ChannelAct) => () => onAct(what, channel);
  const signs = kind === "webhook";
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:py-3">
      <RowHead className="md:py-2">
        <span className="block [overflow-wrap:anywhere]">{name}</span>
        <span className="block truncate font-normal text-12 text-fg-muted" title={targetHint}>
          {kindWords[kind].label}, {targetHint}
        </span>
      </RowHead>
      <Cell className="max-md:order-3 max-md:col-span-2 md:py-2">
        {minimumWords(minimum)}
        <span className="block text-12 text-fg-muted">{noticeWords(notices)}</span>
      </Cell>
      <Cell className="md:py-2 max-md:order-4 max-md:col-span-2">
        <ChannelState channel={channel} />
      </Cell>
      <Cell end className="max-md:order-2">
        <span className="flex items-center justify-end gap-1">
          <Button size="sm" busy={testing.has(id) && "Sending"} onClick={() => onTest(channel)}>
            Send a test<span className="sr-only"> on {name}</span>
          </Button>
          <MoreMenu
            of={name}
            items={[
              { label: "What was sent", icon: <List />, onSelect: act("log") },
              { label: "Change", icon: <Pencil />, onSelect: act("change") },
              ...(signs ? [{ label: "New signing secret", icon: <KeyRound />, onSelect: act("new secret") }] : []),
              isEnabled
                ? { label: "Switch off", icon: <CirclePause />, onSelect: act("switch") }
                : { label: "Switch on", icon: <CirclePlay />, onSelect: act("switch") },
              "line",
              { label: "Remove", icon: <Trash2 />, danger: true, onSelect: act("remove") },
            ]}
          />
        </span>
      </Cell>
    </Row>
  );
}

export function ChannelTable({ channels, ...rest }: ChannelTableProps) {
  return (
    <Table
      caption="Alert channels, oldest first"
      className="table-fixed"
      stacks
      columns={[
        { name: "Channel", className: "w-[30%]" },
        { name: "What is sent", className: "w-44" },
        "State",
        { name: "Actions", className: "w-40", isSilent: true },
      ]}
    >
      {channels.map((channel) => (
        <ChannelRow key={channel.id} channel={channel} {...rest} />
      ))}
    </Table>
  );
}

/** The state of a channel: on, failing since when, or switched off, by whom and why. */
function ChannelState({ channel }: { channel: ChannelView }) {
  const { isEnabled, disabledReason, failingSince } = channel;
  if (!isEnabled && disabledReason)
    return (
      <>
        <Reading tone="negative" icon={<CircleAlert />}>
          Switched off
        </Reading>
        <span className="block max-w-[68ch] text-12 text-fg-muted [overflow-wrap:anywhere]">{disabledReason}</span>
      </>
    );
  if (!isEnabled)
    return (
      <Reading tone="neutral" icon={<CirclePause />}>
        Off
      </Reading>
    );
  if (failingSince)
    return (
      <span className="flex flex-wrap items-center gap-x-2">
        <Reading tone="warning" icon={<TriangleAlert />}>
          Failing
        </Reading>
        <RelativeTime at={failingSince} prefix="since" className="text-12 text-fg-subtle" />
      </span>
    );
  return (
    <Reading tone="positive" icon={<Check />}>
      On
    </Reading>
  );
}
