"use client";

import { CircleAlert, MessageSquare, ThumbsDown, ThumbsUp } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { RowCheck } from "@/components/ui/row-check";
import { Tag } from "@/components/ui/tag";
import { formatExact } from "@/components/ui/time-format";
import type { RequestView } from "@/lib/requests/queries/requests";
import { costText, countText, durationText, tokensOf } from "./figures";
import { goneWords } from "./gone-words";

type Props = {
  request: RequestView;
  href: string;
  zone: string;
  isOpen: boolean;
  isCompact: boolean;
  isChosen: boolean;
  /** Some row is chosen. */
  isChoosing: boolean;
  /** A tap on the row chooses it: on a phone there is nothing to hover. */
  isPicking: boolean;
  onToggle: (isRange: boolean) => void;
  onOpen: () => void;
};

const cell = "h-[52px] border-line border-b py-1.5 pr-3 align-top max-md:h-auto max-md:border-0 max-md:p-0";
const reasons = { release: "", experiment: "in an experiment", pinned: "pinned" } as const;

/** Which prompt, whose, what was asked and answered, and how it went. */
export function RequestRow(props: Props) {
  const { request, href, zone, isOpen, isCompact, isChosen, isChoosing, isPicking, onToggle, onOpen } = props;
  const { at, prompt, version, reason, userId, sessionId, notes, labels, error, latencyMs, costUsd, score, feedback } =
    request;
  const exact = formatExact(Date.parse(at), zone);
  const how = reason ? reasons[reason] : "";
  const hidden = isCompact && "max-xl:hidden";
  return (
    <tr
      aria-current={isOpen || undefined}
      data-request={request.interactionId}
      className={cn(
        "group/row relative transition-colors hover:bg-surface-hover max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)_auto_24px] max-md:gap-x-2.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2.5",
        isChoosing && "max-md:pl-12",
        isChosen && "bg-surface-selected hover:bg-surface-selected",
        isOpen && "bg-surface-selected shadow-[inset_2px_0_var(--accent)] hover:bg-surface-selected",
      )}
    >
      <td
        className={cn(
          cell,
          "pl-6 text-fg-muted tabular-nums max-md:col-start-1 max-md:row-start-3 max-md:pl-0 max-md:text-12",
        )}
      >
        <RowCheck
          label={`Choose the request to ${prompt} at ${exact}`}
          isChosen={isChosen}
          isShown={isChoosing}
          onToggle={onToggle}
          className="max-md:absolute max-md:inset-y-0 max-md:left-0 max-md:m-0 max-md:h-auto max-md:w-12"
        />
        <time dateTime={at} title={exact} suppressHydrationWarning>
          {exact.replace(/ UTC$/, "").slice(-8)}
        </time>
      </td>
      <th scope="row" className={cn(cell, "overflow-hidden font-normal max-md:contents")}>
        <span className="flex items-center gap-2.5 overflow-hidden whitespace-nowrap max-md:col-span-2 max-md:row-start-1">
          <a
            href={href}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              if (isPicking) onToggle(false);
              else onOpen();
            }}
            className="truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {prompt}
          </a>
          <span className="tabular-nums">
            {`v${version}`}
            {how ? <span className="text-fg-subtle">{` ${how}`}</span> : null}
          </span>
          {userId ? <span className="truncate font-mono text-12 text-fg-subtle max-md:hidden">{userId}</span> : null}
          {sessionId ? (
            <span className={cn("truncate font-mono text-12 text-fg-subtle max-lg:hidden", hidden)}>{sessionId}</span>
          ) : null}
          {notes > 0 ? (
            <span className="inline-flex shrink-0 items-center gap-1 text-12 text-fg-muted tabular-nums">
              <MessageSquare role="img" aria-label="notes" className="size-3" />
              {notes}
            </span>
          ) : null}
          {labels.slice(0, 2).map((label) => (
            <Tag key={label} className="h-5 shrink-0">
              {label}
            </Tag>
          ))}
        </span>
        <span className="block truncate max-md:col-span-4 max-md:row-start-2 max-md:line-clamp-2 max-md:whitespace-normal">
          <Words request={request} />
        </span>
      </th>
      <td
        className={cn(
          cell,
          "text-right tabular-nums max-md:col-start-2 max-md:row-start-3 max-md:text-left max-md:text-12",
        )}
      >
        {durationText(latencyMs)}
      </td>
      <td className={cn(cell, "text-right tabular-nums max-md:hidden", hidden)}>{countText(tokensOf(request))}</td>
      <td
        className={cn(
          cell,
          "text-right tabular-nums max-md:col-span-2 max-md:col-start-3 max-md:row-start-3 max-md:text-12",
          hidden,
        )}
      >
        {costText(costUsd)}
      </td>
      <td className={cn(cell, "whitespace-nowrap text-right tabular-nums max-md:col-start-3 max-md:row-start-1")}>
        <Score value={score} passed={request.scorePassed} />
      </td>
      <td className={cn(cell, "pr-6 text-right max-md:col-start-4 max-md:row-start-1")}>
        {error ? (
          <CircleAlert role="img" aria-label="failed" className="ml-auto size-3.5 text-negative" />
        ) : feedback?.thumbs === "down" ? (
          <ThumbsDown role="img" aria-label="thumbs down" className="ml-auto size-3.5 text-negative" />
        ) : feedback?.thumbs === "up" ? (
          <ThumbsUp role="img" aria-label="thumbs up" className="ml-auto size-3.5 text-fg-subtle" />
        ) : null}
      </td>
    </tr>
  );
}

/** What was asked, and what was answered, or what failed. */
function Words({
  request: { inputExcerpt, outputExcerpt, error, hasContent, contentMark, name },
}: {
  request: RequestView;
}) {
  const asked = inputExcerpt ?? name;
  if (error)
    return (
      <>
        {asked} <span className="text-negative">{`${asked ? "→ " : ""}${error}`}</span>
      </>
    );
  if (asked === null && outputExcerpt === null)
    return <span className="text-fg-subtle">{goneWords({ hasContent, contentMark })}</span>;
  return (
    <>
      {asked} {outputExcerpt ? <span className="text-fg-muted">{`→ ${outputExcerpt}`}</span> : null}
    </>
  );
}

function Score({ value, passed }: { value: number | null; passed: boolean | null }) {
  if (value === null) return <span className="text-fg-subtle">–</span>;
  if (passed !== false) return <>{value.toFixed(2)}</>;
  return (
    <span className="text-negative">
      <i aria-hidden="true" className="mr-1 mb-px inline-block size-1.5 bg-negative" />
      {value.toFixed(2)}
      <span className="sr-only">, not passed</span>
    </span>
  );
}
