"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { reach } from "@/components/ui/reach";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { AlertView } from "@/lib/alerts/views";
import type { Page } from "@/lib/core/cursor";
import { loadMoreAlerts, markSeen } from "../../_components/alerts/actions";
import { AlertRow } from "../../_components/alerts/alert-row";
import { usePages } from "../../_components/load-more";
import { PartHead } from "./part-head";
import { ToldOn } from "./told-on";

export type AlertListProps = {
  workspace: string;
  first: Page<AlertView>;
  filter: { prompt?: string | undefined; environment?: string | undefined };
  /** Only what this person has not seen. */
  isOpen: boolean;
};

/** The alerts of the inbox, newest first. */
export function AlertList({ workspace, first, filter, isOpen }: AlertListProps) {
  const router = useRouter();
  const { items, rest, forget } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreAlerts({ workspace, ...filter, ...(isOpen && { isOpen }), cursor }),
  });
  const [isMarking, startMarking] = useTransition();
  const unread = items.filter(({ isUnread }) => isUnread);
  const notes = unread.filter(({ severity }) => severity === "info").length;
  const noteWords = notes === 1 ? "1 note" : `${notes} notes`;
  const isFiltered = Boolean(filter.prompt || filter.environment);
  const seeAll = () =>
    startMarking(async () => {
      const shown = unread.slice(0, 200).map(({ id }) => id);
      const result = await reach(() => markSeen({ workspace, ...(isFiltered ? { ids: shown } : { all: true }) }));
      if (result.ok) forget();
      else toast({ tone: "failed", title: "The alerts could not be marked as seen.", detail: result.error.message });
      router.refresh();
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
          <LinkButton className="text-12" onClick={seeAll} aria-disabled={isMarking || undefined}>
            {isMarking ? "Marking" : isFiltered ? "Mark these as seen" : "Mark all as seen"}
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
            <AlertRow key={alert.id} workspace={workspace} alert={alert} foot={<ToldOn alert={alert} />} />
          ))}
        </ul>
      )}
      {rest}
    </section>
  );
}
