"use client";

import { useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import type { ChannelView, DeliveryView } from "@/lib/alerts/views";
import type { Page } from "@/lib/core/cursor";
import { loadDeliveries, replay } from "../actions";
import { DeliveryRow } from "./delivery-row";

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
          {["w-72", "w-60", "w-80"].map((width) => (
            <div key={width} className="flex h-12 items-center border-line border-b px-6 max-md:px-4">
              <Skeleton className={width} />
            </div>
          ))}
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
