"use client";

import { Check, CircleAlert, Clock } from "lucide-react";
import { useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Loading, SkeletonRows } from "@/components/ui/skeleton";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import type { ChannelView, DeliveryView } from "@/lib/alerts/views";
import type { Page } from "@/lib/core/cursor";
import { loadDeliveries, replay } from "../actions";

type ChannelProps = { channel: ChannelView };

/** The log of a channel: every delivery with its attempts and their results. */
export function LogDialog({ channel, onClose }: ChannelProps & { onClose: () => void }) {
  const workspace = useWorkspace();
  const { data: first, failure, reload } = useRead(loadDeliveries, { workspace, id: channel.id });
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      width="full"
      title={`What was sent on “${channel.name}”`}
      description="Newest first, kept for a year. A failed message is retried for about a day, at most 8 times."
    >
      {failure ? (
        <Callout tone="negative" live action={<LinkButton onClick={() => void reload()}>Try again</LinkButton>}>
          {failure.message}
        </Callout>
      ) : first === null ? (
        <Loading label="Loading the deliveries">
          <SkeletonRows widths={["w-72", "w-60", "w-80"]} className="h-12 px-6 max-md:px-4" />
        </Loading>
      ) : first.items.length === 0 ? (
        <EmptyState plain title="Nothing was sent yet">
          The next alert for this channel appears here, with every attempt.
        </EmptyState>
      ) : (
        <Deliveries channel={channel} first={first} onReplayed={reload} />
      )}
    </Dialog>
  );
}

type DeliveriesProps = ChannelProps & { first: Page<DeliveryView>; onReplayed: () => Promise<void> };

function Deliveries({ channel: { id, name, isEnabled }, first, onReplayed }: DeliveriesProps) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: (delivery) => delivery.id,
    load: (cursor) => loadDeliveries({ workspace, id, cursor }),
  });
  const [sent, setSent] = useState<string | null>(null);
  const { start, isBusy } = useAction({
    run: (delivery: DeliveryView) => replay({ workspace, id, deliveryId: delivery.id }),
    done: { title: "It is being sent again.", detail: "Under the same message id." },
    onDone: onReplayed,
    failed: "It was not sent again.",
  });
  const sendAgain = (delivery: DeliveryView) => {
    if (!isBusy) setSent(delivery.id);
    start(delivery);
  };
  return (
    <>
      <Table
        caption={`Deliveries on ${name}, newest first`}
        className="table-fixed"
        stacks
        columns={[
          { name: "When", className: "w-24 pl-6" },
          "What",
          "Outcome",
          { name: "Tries", end: true, className: "w-20" },
          { name: "Took", end: true, className: "w-24" },
          { name: "Actions", className: "w-32 last:pr-6", isSilent: true },
        ]}
      >
        {items.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            isOn={isEnabled}
            isSending={isBusy && sent === delivery.id}
            onReplay={sendAgain}
          />
        ))}
      </Table>
      {rest}
    </>
  );
}

type DeliveryRowProps = {
  delivery: DeliveryView;
  /** Whether the channel is on. Otherwise nothing can be sent again. */
  isOn: boolean;
  isSending: boolean;
  onReplay: (delivery: DeliveryView) => void;
};

function Outcome({ delivery: { status, lastStatus, lastError, attempts, nextAttemptAt } }: { delivery: DeliveryView }) {
  const code = lastStatus === null ? "" : `, ${lastStatus}`;
  return (
    <>
      {status === "delivered" ? (
        <Reading tone="positive" icon={<Check />}>{`Delivered${code}`}</Reading>
      ) : status === "failed" ? (
        <Reading tone="negative" icon={<CircleAlert />}>{`Not delivered${code}`}</Reading>
      ) : (
        <span className="flex flex-wrap items-center gap-x-2">
          <Reading tone="neutral" icon={<Clock />}>
            {attempts > 0 ? `Tried again${code}` : "Waiting"}
          </Reading>
          {attempts > 0 && nextAttemptAt ? (
            <RelativeTime at={nextAttemptAt} prefix="next" className="text-12 text-fg-subtle" />
          ) : null}
        </span>
      )}
      {lastError ? <span className="block text-12 text-fg-muted [overflow-wrap:anywhere]">{lastError}</span> : null}
    </>
  );
}

/** One delivery in the log of a channel. */
function DeliveryRow({ delivery, isOn, isSending, onReplay }: DeliveryRowProps) {
  const { alert, attempts, durationMs, createdAt, replayOf, status } = delivery;
  const canReplay = isOn && alert !== null && status !== "pending";
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:gap-y-1 max-md:px-4 max-md:py-3">
      <Cell className="text-fg-muted md:py-2 md:pl-6 max-md:order-2">
        <RelativeTime at={createdAt} />
      </Cell>
      <RowHead className="md:py-2 max-md:order-1">
        <span className="block [overflow-wrap:anywhere]">{alert ? alert.title : "Test"}</span>
        {replayOf ? <span className="block font-normal text-12 text-fg-muted">sent again</span> : null}
      </RowHead>
      <Cell className="md:py-2 max-md:order-3 max-md:col-span-2">
        <Outcome delivery={delivery} />
      </Cell>
      <Cell end className="tabular-nums max-md:hidden">
        {attempts}
      </Cell>
      <Cell end className="tabular-nums max-md:hidden">
        {durationMs === null ? "" : `${durationMs} ms`}
      </Cell>
      <Cell end className="last:pr-6 max-md:order-4 max-md:col-span-2 max-md:text-left">
        {canReplay ? (
          <Button size="sm" busy={isSending && "Sending"} onClick={() => onReplay(delivery)}>
            Send again<span className="sr-only">: {alert.title}</span>
          </Button>
        ) : null}
      </Cell>
    </Row>
  );
}
