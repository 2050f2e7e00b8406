import { Check, CircleAlert, Clock } from "lucide-react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead } from "@/components/ui/table";
import { Reading } from "@/components/ui/tag";
import type { DeliveryView } from "@/lib/alerts/views";

export type DeliveryRowProps = {
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
        <Reading tone="positive" icon={<Check aria-hidden="true" />}>{`Delivered${code}`}</Reading>
      ) : status === "failed" ? (
        <Reading tone="negative" icon={<CircleAlert aria-hidden="true" />}>{`Not delivered${code}`}</Reading>
      ) : (
        <span className="flex flex-wrap items-center gap-x-2">
          <Reading tone="neutral" icon={<Clock aria-hidden="true" />}>
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
export function DeliveryRow({ delivery, isOn, isSending, onReplay }: DeliveryRowProps) {
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
