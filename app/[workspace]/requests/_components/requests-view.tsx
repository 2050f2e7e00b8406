"use client";

import { Download } from "lucide-react";
import { type ReactNode, Suspense, useCallback, useMemo, useState } from "react";
import { PageLayout } from "@/components/layout/page-layout";
import { PageRefresh } from "@/components/layout/page-refresh";
import { useRouter } from "@/components/layout/use-router";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { latePart } from "@/components/ui/late-part";
import { Menu } from "@/components/ui/menu";
import { nothingChosen, toggled } from "@/components/ui/selection";
import { Switch } from "@/components/ui/switch";
import { useQueryText } from "@/components/ui/use-query-text";
import type { Stage } from "@/lib/registry/lifecycle";
import type { RequestFilter } from "@/lib/requests/filter";
import type { RequestCount } from "@/lib/requests/queries/count";
import type { ReviewQueue } from "@/lib/requests/queries/marks";
import type { RequestPage } from "@/lib/requests/queries/requests";
import type { SavedViewView } from "@/lib/requests/queries/saved-views";
import type { ShownTime } from "@/lib/requests/ranges";
import { useWorkspace } from "../../_components/use-workspace";
import { Bars, BarsLoading } from "./bars";
import { FilterBar } from "./filter-bar";
import { RequestList } from "./request-list";
import { RequestPane, usePreloadedDetails } from "./request-pane";
import { ReviewPeople } from "./review-people";
import { useRequests } from "./use-requests";
import { Views } from "./views";

const ChosenRequests = latePart(
  () => import("./chosen-requests").then((module) => module.ChosenRequests),
  () => null,
);

export type RequestsViewProps = {
  /** Changes with the filters and the time. */
  listKey: string;
  /** The filters as in the address. */
  fields: Readonly<Record<string, string>>;
  /** What the page says about filters that are not applied. */
  notes: ReactNode;
  /** False if filters exclude each other, or name something that does not exist. */
  canMatch: boolean;
  /** What a filter names and what does not exist, as a sentence. */
  missing: string | null;
  /** The filters with the time range, as the query takes them. */
  filter: RequestFilter & { from: string };
  /** Names for the ids in the filters. */
  names: Readonly<Record<string, string>>;
  time: ShownTime;
  /** Whether the range ends now, so that new requests belong to it. */
  isOpenEnded: boolean;
  first: RequestPage;
  /** A promise of the number. Null if a filter names something that does not exist. */
  count: Promise<RequestCount | null>;
  environments: readonly { name: string; stage: Stage }[];
  views: readonly SavedViewView[];
  queue: ReviewQueue;
  /** Whether the person may label requests, and save views for all members. */
  canWrite: boolean;
  /** Whether the person may remove saved views of others. */
  canManage: boolean;
  /** Whether the person may add requests to a suite. */
  canKeep: boolean;
};

type LiveTail = { isLive: boolean; onLive: (isLive: boolean) => void };

/** The page Requests. Live tail stays on when a filter begins a new list. */
export function RequestsView(props: RequestsViewProps) {
  const [isLive, setLive] = useState(false);
  usePreloadedDetails();
  return <FilteredRequests key={props.listKey} {...props} isLive={isLive && props.isOpenEnded} onLive={setLive} />;
}

/** The list of requests with its filters, and the open request beside it. */
function FilteredRequests(props: RequestsViewProps & LiveTail) {
  const workspace = useWorkspace();
  const { fields, filter, names, time, isOpenEnded, first, count, environments, views, queue } = props;
  const [open, setOpen] = useQueryText("request");
  const [selection, setSelection] = useState(nothingChosen);
  const isHeld = open !== null || selection.chosen.size > 0;
  const list = useRequests({ filter, first, isLive: props.isLive, isHeld });
  const { items } = list;
  const index = items.findIndex(({ interactionId }) => interactionId === open);
  const openAt = (place: number) => {
    const next = items[place];
    if (next) {
      setOpen(next.interactionId);
      document.querySelector(`[data-row="${CSS.escape(next.interactionId)}"]`)?.scrollIntoView({ block: "nearest" });
    }
    if (place >= items.length - 3) list.loadOlder();
  };
  useShortcut("ArrowDown", () => openAt(index + 1));
  useShortcut("ArrowUp", () => openAt(Math.max(0, index - 1)));
  const router = useRouter();
  const isQueue = fields.review === "open" || fields.review === "mine" || fields.reviewer !== undefined;
  /** Counts the queue again. In the queue, reviewed requests leave the list, and the next one opens. */
  const onReview = (interactionIds: readonly string[], isReviewed: boolean) => {
    if (isQueue && isReviewed) {
      const next = items[index + 1] ?? items[index - 1];
      if (open !== null && interactionIds.includes(open)) setOpen(next?.interactionId ?? null);
      list.drop(interactionIds);
    }
    router.refresh();
  };
  const chosen = items.filter(({ interactionId }) => selection.chosen.has(interactionId));
  const [isPicking, setPicking] = useState(false);
  const clear = useCallback(() => {
    setSelection(nothingChosen);
    setPicking(false);
  }, []);
  useShortcut("Escape", clear, chosen.length > 0);
  useShortcut("Escape", () => setOpen(null), open !== null && chosen.length === 0);
  useShortcut("x", () => {
    const focused = document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset.row ?? open;
    if (focused) setSelection((before) => toggled(before, [], focused, false));
  });
  const exportHref = useMemo(() => {
    const query = new URLSearchParams(
      Object.entries({ ...filter }).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
    return (format: string) => `/api/requests/${workspace}?${query}&format=${format}`;
  }, [workspace, filter]);
  const isNarrow = open !== null && "max-md:hidden";
  return (
    <PageLayout
      crumbs={[{ label: "Requests" }]}
      actions={
        <>
          {isOpenEnded ? (
            <Switch
              label={
                <>
                  Live<span className="max-md:sr-only"> tail</span>
                </>
              }
              isOn={props.isLive}
              onChange={props.onLive}
            />
          ) : null}
          {open === null && items.length > 0 ? (
            <Button
              className="md:hidden"
              aria-pressed={isPicking}
              onClick={() => (isPicking ? clear() : setPicking(true))}
            >
              {isPicking ? "Done" : "Select"}
            </Button>
          ) : null}
          <Menu
            label="Export"
            items={[
              { label: "CSV, for a spreadsheet", onSelect: () => window.location.assign(exportHref("csv")) },
              { label: "JSON, a request on each line", onSelect: () => window.location.assign(exportHref("jsonl")) },
            ]}
            trigger={
              <Button icon={<Download />} aria-label="Export">
                <span className="max-md:hidden">Export</span>
              </Button>
            }
          />
        </>
      }
      flush
    >
      {/* The number above the list and its bars. */}
      {props.isLive ? <PageRefresh everyMs={30_000} /> : null}
      <div className={cn(isNarrow)}>
        <Views views={views} queue={queue} canShare={props.canWrite} canManage={props.canManage} />
        <ReviewPeople queue={queue} fields={fields} />
        <FilterBar fields={fields} names={names} environments={environments} time={time} />
        {props.notes}
        <Suspense fallback={<BarsLoading />}>
          <Bars count={count} isOpenEnded={isOpenEnded} />
        </Suspense>
      </div>
      <div
        className={cn(
          "grid flex-1 border-line border-t",
          open === null
            ? "grid-cols-1"
            : "grid-cols-[minmax(0,1fr)_440px] max-xl:grid-cols-[minmax(0,1fr)_380px] max-lg:grid-cols-[minmax(0,1fr)_340px] max-md:block",
        )}
      >
        <section
          aria-label="Requests, newest first"
          className={cn("min-w-0", open !== null && "border-line md:border-r", isNarrow)}
        >
          <RequestList
            list={list}
            open={open}
            onOpen={(id) => setOpen(id)}
            count={count}
            canMatch={props.canMatch}
            missing={props.missing}
            isCompact={open !== null}
            selection={selection}
            onSelect={setSelection}
            isPicking={isPicking}
          />
        </section>
        <p role="status" className="sr-only">
          {open === null || index < 0 ? "" : `Request ${index + 1}, ${items[index]?.prompt}, is open beside the list.`}
        </p>
        {open === null ? null : (
          <RequestPane
            interactionId={open}
            neighbours={[items[index + 1]?.interactionId, items[index - 1]?.interactionId]}
            onNewer={index > 0 ? () => openAt(index - 1) : null}
            onOlder={index >= 0 && index < items.length - 1 ? () => openAt(index + 1) : null}
            onOpen={(id) => setOpen(id)}
            onReview={(isReviewed) => onReview([open], isReviewed)}
            onClose={() => setOpen(null)}
          />
        )}
      </div>
      {chosen.length > 0 ? (
        <ChosenRequests
          requests={chosen}
          canKeep={props.canKeep}
          canWrite={props.canWrite}
          onLabelled={list.addLabels}
          onNoted={list.addNote}
          onReview={onReview}
          onKeep={(ids) => setSelection({ chosen: new Set(ids), anchor: null })}
          onClear={clear}
        />
      ) : null}
    </PageLayout>
  );
}
