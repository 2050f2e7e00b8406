"use client";

import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { AlertView } from "@/lib/alerts/views";
import type { Page } from "@/lib/core/cursor";
import { loadMoreAlerts, markSeen } from "../../_components/alerts/actions";
import { AlertRow } from "../../_components/alerts/alert-row";
import { usePages } from "../../_components/load-more";
import { useWorkspace } from "../../_components/use-workspace";
import { PartHead } from "./part-head";

export type AlertListProps = {
  first: Page<AlertView>;
  filter: { prompt?: string | undefined; environment?: string | undefined };
  /** Lists only alerts that this person has not seen. */
  isOpen: boolean;
};

/** The alerts of the inbox, newest first. */
export function AlertList({ first, filter, isOpen }: AlertListProps) {
  const workspace = useWorkspace();
  const { items, rest, forget } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreAlerts({ workspace, ...filter, ...(isOpen && { isOpen }), cursor }),
  });
  const unread = items.filter(({ isUnread }) => isUnread);
  const notes = unread.filter(({ severity }) => severity === "info").length;
  const noteWords = notes === 1 ? "1 note" : `${notes} notes`;
  const isFiltered = Boolean(filter.prompt || filter.environment);
  const marking = useAction({
    run: () => {
      const shown = unread.slice(0, 200).map(({ id }) => id);
      return markSeen({ workspace, ...(isFiltered ? { ids: shown } : { all: true }) });
    },
    onDone: forget,
    refresh: "always",
    failed: "The alerts could not be marked as seen.",
  });
  return (
    <section aria-labelledby="inbox-alerts">
      {/* Notes are shown as new but, as in the sidebar, not counted: nothing got worse. */}
      <PartHead
        id="inbox-alerts"
        title="Alerts"
        count={unread.length - notes}
        {...(notes > 0 && { note: notes < unread.length ? `and ${noteWords}` : noteWords })}
      >
        {unread.length > 1 ? (
          <LinkButton className="text-12" onClick={() => marking.start()} aria-disabled={marking.isBusy || undefined}>
            {marking.isBusy ? "Marking" : isFiltered ? "Mark these as seen" : "Mark all as seen"}
          </LinkButton>
        ) : null}
      </PartHead>
      {items.length === 0 ? (
        <p className="border-line border-b px-6 py-3 text-fg-muted max-md:px-4">
          {isOpen ? "Nothing new. Versions that get worse or are rolled back appear here." : "None yet."}
        </p>
      ) : (
        <ul>
          {items.map((alert) => (
            <AlertRow key={alert.id} alert={alert} foot={<DeliveryList alert={alert} />} />
          ))}
        </ul>
      )}
      {rest}
    </section>
  );
}

const words = {
  delivered: (names: string) => `Sent to ${names}`,
  pending: (names: string) => `Being sent to ${names}`,
  failed: (names: string) => `Not delivered to ${names}`,
};
const order = ["delivered", "pending", "failed"] as const;

/** Where an alert was sent outside Understudy: "Sent to Slack, On call". */
function DeliveryList({ alert: { deliveries } }: { alert: AlertView }) {
  const groups = order.flatMap((status) => {
    const names = deliveries.filter((one) => one.status === status).map(({ channel }) => channel);
    return names.length > 0 ? [words[status](names.join(", "))] : [];
  });
  if (groups.length === 0) return null;
  return (
    <span className="mt-0.5 flex flex-wrap gap-x-3 text-12 text-fg-muted">
      {groups.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </span>
  );
}
