"use client";

import { useCallback, useEffect, useState } from "react";
import { LoadMore, withPage } from "@/app/[workspace]/_components/load-more";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { reach } from "@/components/ui/reach";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Table } from "@/components/ui/table";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { ChannelView, DeliveryView } from "@/lib/alerts/views";
import type { Page } from "@/lib/core/cursor";
import { loadDeliveries, replay } from "../actions";
import { DeliveryRow } from "./delivery-row";

export type LogDialogProps = { workspace: string; channel: ChannelView; onClose: () => void };

/** The log of a channel: every delivery with its attempts and their results. */
export function LogDialog({ workspace, channel, onClose }: LogDialogProps) {
  const [page, setPage] = useState<Page<DeliveryView> | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [sending, setSending] = useState<string | null>(null);
  const { id, name } = channel;
  const load = useCallback(async () => {
    setFailure(null);
    const result = await reach(() => loadDeliveries({ workspace, id }));
    if (result.ok) setPage(result.data);
    else setFailure(result.error.message);
  }, [workspace, id]);
  useEffect(() => void load(), [load]);
  const again = async (delivery: DeliveryView) => {
    if (sending) return;
    setSending(delivery.id);
    const result = await reach(() => replay({ workspace, id, deliveryId: delivery.id }));
    setSending(null);
    if (!result.ok) return toast({ tone: "failed", title: "It was not sent again.", detail: result.error.message });
    toast({ title: "It is being sent again.", detail: "Under the same message id." });
    await load();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      width="full"
      title={`What was sent on “${name}”`}
      description="Newest first, kept for a year. A failed message is retried for about a day, at most 8 times."
    >
      {failure ? (
        <Callout tone="negative" live action={<LinkButton onClick={() => void load()}>Try again</LinkButton>}>
          {failure}
        </Callout>
      ) : page === null ? (
        <Loading label="Loading the deliveries">
          {["w-72", "w-60", "w-80"].map((width) => (
            <div key={width} className="flex h-12 items-center border-line border-b px-6 max-md:px-4">
              <Skeleton className={width} />
            </div>
          ))}
        </Loading>
      ) : page.items.length === 0 ? (
        <EmptyState plain title="Nothing was sent yet">
          The next alert for this channel appears here, with every attempt.
        </EmptyState>
      ) : (
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
            {page.items.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                delivery={delivery}
                isOn={channel.isEnabled}
                isSending={sending === delivery.id}
                onReplay={again}
              />
            ))}
          </Table>
          <LoadMore
            cursor={page.nextCursor}
            load={(cursor) => loadDeliveries({ workspace, id, cursor })}
            onLoaded={(next) => setPage((before) => (before ? withPage(before, next) : next))}
          />
        </>
      )}
    </Dialog>
  );
}
