"use client";

import { ArrowUp } from "lucide-react";
import { Fragment, Suspense, use, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { RowCheck } from "@/components/ui/row-check";
import { type Selection, toggled, toggledAll } from "@/components/ui/selection";
import { Column, Table } from "@/components/ui/table";
import { formatClock } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import { useRowStop } from "@/components/ui/use-row-stop";
import { countText } from "@/lib/requests/figures";
import type { RequestCount } from "@/lib/requests/queries/count";
import { requestRanges } from "@/lib/requests/ranges";
import { useWorkspace } from "../../_components/use-workspace";
import { RequestRow } from "./request-row";
import { useAddress } from "./use-address";
import type { Requests } from "./use-requests";

type Props = {
  list: Requests;
  open: string | null;
  onOpen: (interactionId: string) => void;
  /** A promise of the number of matching requests. */
  count: Promise<RequestCount | null>;
  /** False if filters exclude each other, or name something that does not exist. */
  canMatch: boolean;
  missing: string | null;
  /** Whether a request is open beside the list. */
  isCompact: boolean;
  selection: Selection;
  onSelect: (change: (before: Selection) => Selection) => void;
  /** Whether rows show their checkboxes, so that a tap selects a row. */
  isPicking: boolean;
};

const partialWords = "Older requests may be missing: ClickHouse does not answer.";
/** "Friday, 20 November" in the given zone. */
const dayOf = (at: string, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "long", day: "numeric", month: "long" }).format(Date.parse(at));

/** The loaded requests, grouped by day. */
export function RequestList(props: Props) {
  const { list, open, onOpen, count, canMatch, missing, isCompact, selection, onSelect, isPicking } = props;
  const { items, hasOlder, isLoading, tailFailure, waiting, searchedTo, isPartial } = list;
  const { path, search } = useAddress();
  const zone = useTimeZone();
  const hrefOf = (id: string) => {
    const params = new URLSearchParams(search);
    params.set("request", id);
    return `${path}?${params}`;
  };
  const [loaded, setLoaded] = useState<number | null>(null);
  const loadOlder = async () => setLoaded((await list.loadOlder()) ?? loaded);
  const names = items.map(({ interactionId }) => interactionId);
  const isChoosing = isPicking || selection.chosen.size > 0;
  const { stop, rows } = useRowStop({ names, open, onOpen, onLast: () => void loadOlder() });
  const fresh = (
    <>
      {tailFailure === null ? null : (
        <p role="status" className="border-line border-b bg-surface-sunken px-6 py-1.5 text-fg-muted max-md:px-4">
          {`Live tail waits and tries again. ${tailFailure.replace(" Try again.", "")}`}
        </p>
      )}
      {waiting.count > 0 ? (
        <p className="flex justify-center border-line border-b bg-surface-selected py-1.5">
          <Button size="sm" variant="primary" icon={<ArrowUp className="size-3" />} onClick={list.showNew}>
            {waiting.isMore ? `More than ${waiting.count} new` : `${waiting.count} new`}
          </Button>
        </p>
      ) : null}
    </>
  );
  if (items.length === 0 && !hasOlder)
    return (
      <>
        {fresh}
        <Nothing
          isFiltered={search.size > 0}
          canMatch={canMatch}
          missing={missing}
          ofExperiment={search.has("experiment")}
          isPartial={isPartial}
        />
      </>
    );
  return (
    <>
      {fresh}
      <Table caption="Requests, newest first" className="table-fixed max-md:block">
        <thead className="max-md:sr-only">
          <tr>
            <Column className="relative w-[100px] pl-6">
              <RowCheck
                label="Select all requests shown"
                isChosen={names.every((name) => selection.chosen.has(name))}
                isShown={isChoosing}
                onToggle={() => onSelect((before) => toggledAll(before, names))}
              />
              Time
            </Column>
            <Column>Request</Column>
            <Column end className="w-[70px]">
              Latency
            </Column>
            {isCompact ? null : (
              <Column end className="w-[84px] max-lg:hidden">
                First word
              </Column>
            )}
            <Column end className={cn("w-[68px]", isCompact && "max-xl:hidden")}>
              Tokens
            </Column>
            <Column end className={cn("w-[92px]", isCompact && "max-xl:hidden")}>
              Cost
            </Column>
            <Column end className="w-[64px]">
              Score
            </Column>
            <Column className="w-12 pr-6">
              <span className="sr-only">Thumb</span>
            </Column>
          </tr>
        </thead>
        <tbody className="max-md:block" {...rows}>
          {items.map((request, index) => {
            const day = dayOf(request.at, zone);
            const isNewDay = index === 0 || dayOf(items[index - 1]?.at ?? "", zone) !== day;
            return (
              <Fragment key={`${request.id} ${request.at}`}>
                {isNewDay ? (
                  <tr className="max-md:block">
                    <th
                      colSpan={isCompact ? 5 : 7}
                      scope="rowgroup"
                      suppressHydrationWarning
                      className="h-[30px] border-line border-b bg-surface-sunken pl-6 text-12 text-fg-muted max-md:block max-md:content-center max-md:pl-4"
                    >
                      {day}
                    </th>
                    {isCompact ? (
                      <td colSpan={2} className="border-line border-b bg-surface-sunken max-xl:hidden" />
                    ) : (
                      <td className="border-line border-b bg-surface-sunken max-lg:hidden" />
                    )}
                  </tr>
                ) : null}
                <RequestRow
                  request={request}
                  href={hrefOf(request.interactionId)}
                  zone={zone}
                  isOpen={request.interactionId === open}
                  isStop={request.interactionId === stop}
                  isCompact={isCompact}
                  isChosen={selection.chosen.has(request.interactionId)}
                  isChoosing={isChoosing}
                  isPicking={isPicking}
                  onToggle={(isRange) => onSelect((before) => toggled(before, names, request.interactionId, isRange))}
                  onOpen={() => onOpen(request.interactionId)}
                />
              </Fragment>
            );
          })}
        </tbody>
      </Table>
      <p role="status" className="sr-only">
        {loaded === null ? "" : `${countText(loaded)} older, ${countText(items.length)} requests shown`}
      </p>
      <div className="flex flex-wrap items-center gap-3 px-6 pt-3 pb-6 max-md:px-4">
        <span className="text-fg-muted tabular-nums">
          {countText(items.length)}
          <Suspense>
            <OfAll count={count} shown={items.length} />
          </Suspense>
        </span>
        {hasOlder ? (
          <Button size="sm" onClick={() => void loadOlder()} busy={isLoading && "Searching"}>
            {searchedTo ? "Search further back" : "Show older"}
          </Button>
        ) : null}
        {searchedTo ? (
          <span suppressHydrationWarning className="text-fg-muted">
            {`Searched back to ${formatClock(Date.parse(searchedTo), Date.now(), zone)}.`}
          </span>
        ) : null}
        {isPartial ? <span className="text-fg-muted">{partialWords}</span> : null}
        <span className="ml-auto inline-flex items-center gap-1.5 text-12 text-fg-muted max-lg:hidden">
          <Kbd keys={["↑"]} />
          <Kbd keys={["↓"]} /> move <Kbd keys={["X"]} className="ml-2" /> select <Kbd keys={["F"]} className="ml-2" />{" "}
          filter <Kbd keys={["Esc"]} className="ml-2" /> close
        </span>
      </div>
    </>
  );
}

/** " of 412"; empty until the number is known. */
function OfAll({ count, shown }: { count: Props["count"]; shown: number }) {
  const matching = use(count)?.matching ?? null;
  return matching === null ? null : ` of ${countText(Math.max(matching, shown))}`;
}

type NothingProps = Pick<Props, "canMatch" | "missing"> & {
  isFiltered: boolean;
  ofExperiment: boolean;
  isPartial: boolean;
};

/** The longest named range. */
const longest = Object.entries(requestRanges.names).at(-1);

function Nothing({ isFiltered, canMatch, missing, ofExperiment, isPartial }: NothingProps) {
  const { path, search, hrefWith } = useAddress();
  const workspace = useWorkspace();
  if (isPartial)
    return (
      <EmptyState plain title="No recent request matches">
        {partialWords}
      </EmptyState>
    );
  const range = search.has("from") ? null : (search.get("range") ?? requestRanges.usual);
  const isShort = canMatch && longest && range !== null && range !== longest[0];
  if (isFiltered)
    return (
      <EmptyState
        plain
        title="No request matches"
        action={
          <>
            {isShort ? (
              <Button href={hrefWith({ range: longest[0] })}>{`Search ${longest[1].words.toLowerCase()}`}</Button>
            ) : null}
            <Button href={path}>Clear filters</Button>
          </>
        }
      >
        {missing ??
          (ofExperiment
            ? "An experiment keeps its results after its requests are deleted. Past experiments of the demo have results only."
            : null)}
      </EmptyState>
    );
  return (
    <EmptyState title="No request yet" action={<Button href={`/${workspace}/use`}>Use in your app</Button>}>
      Each answer that your application reports is listed here, with its input, output, cost and feedback.
    </EmptyState>
  );
}
