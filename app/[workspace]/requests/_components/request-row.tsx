"use client";

import { CircleAlert, MessageSquare, ThumbsDown, ThumbsUp } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { RowCheck } from "@/components/ui/row-check";
import { Tag } from "@/components/ui/tag";
import { formatExact } from "@/components/ui/time-format";
import { costWords, countText, durationText, tokensOf, unitCostText } from "@/lib/requests/figures";
import type { RequestView } from "@/lib/requests/queries/requests";
import { goneWords } from "@/lib/telemetry/gone-words";

type Props = {
  request: RequestView;
  href: string;
  zone: string;
  isOpen: boolean;
  /** Whether the Tab key stops at the row. */
  isStop: boolean;
  isCompact: boolean;
  isChosen: boolean;
  /** Whether at least one row is selected. */
  isChoosing: boolean;
  /** Whether a tap on the row selects it, because phones have no hover. */
  isPicking: boolean;
  onToggle: (isRange: boolean) => void;
  onOpen: () => void;
};

const reasons = { release: "", experiment: "in an experiment", pinned: "pinned" } as const;

/** A request: prompt, user, input, output and figures. */
export function RequestRow(props: Props) {
  const { request, href, zone, isOpen, isStop, isCompact, isChosen, isChoosing, isPicking, onToggle, onOpen } = props;
  const {
    at,
    prompt,
    version,
    environment,
    reason,
    variant,
    userId,
    sessionId,
    notes,
    labels,
    error,
    latencyMs,
    ttftMs,
    score,
    feedback,
  } = request;
  const exact = formatExact(Date.parse(at), zone);
  const how = variant ?? (reason ? reasons[reason] : "");
  const hidden = isCompact && "max-xl:hidden";
  return (
    <tr
      aria-current={isOpen || undefined}
      data-row={request.interactionId}
      className={cn(
        "request-row",
        isChoosing && "max-md:pl-12",
        isChosen && "bg-surface-selected hover:bg-surface-selected",
        isOpen && "bg-surface-selected shadow-[inset_2px_0_var(--accent)] hover:bg-surface-selected",
      )}
    >
      <td className="request-time">
        <RowCheck
          label={`Select the request to ${prompt} at ${exact}`}
          isChosen={isChosen}
          isShown={isChoosing}
          isStop={isStop}
          onToggle={onToggle}
        />
        <time dateTime={at} title={exact} suppressHydrationWarning>
          {exact.replace(/ UTC$/, "").slice(-8)}
        </time>
      </td>
      <th scope="row" className="request-text">
        <span className="request-head">
          <a
            href={href}
            tabIndex={isStop ? undefined : -1}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              if (isPicking) onToggle(false);
              else onOpen();
            }}
          >
            {prompt}
          </a>
          <span className="tabular-nums">
            {`v${version}`}
            {how ? (
              <span className="text-fg-subtle" title={variant === null ? undefined : "The variant of an experiment"}>
                {` ${how}`}
              </span>
            ) : null}
          </span>
          {isCompact ? null : <span className="shrink-0 text-12 text-fg-subtle max-lg:hidden">{environment}</span>}
          {userId ? <span className="request-id max-md:hidden">{userId}</span> : null}
          {sessionId && !isCompact ? <span className="request-id max-lg:hidden">{sessionId}</span> : null}
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
        <span className="request-words">
          <Words request={request} />
        </span>
      </th>
      <td className="request-latency">{durationText(latencyMs)}</td>
      {isCompact ? null : <td className="request-ttft">{durationText(ttftMs)}</td>}
      <td className={cn("request-tokens", hidden)}>{countText(tokensOf(request))}</td>
      <td className={cn("request-cost", hidden)}>{costWords(request, unitCostText) ?? "–"}</td>
      <td className="request-score">
        <Score value={score} passed={request.scorePassed} />
      </td>
      <td className="request-mark">
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

/** The input, and the output or the error. */
function Words({
  request: { inputExcerpt, outputExcerpt, error, hasContent, contentMark, name },
}: {
  request: RequestView;
}) {
  const question = inputExcerpt ?? name;
  if (error)
    return (
      <>
        {`${question ?? ""} `}
        <span className="text-negative">{`${question ? "→ " : ""}${error}`}</span>
      </>
    );
  if (question === null && outputExcerpt === null)
    return <span className="text-fg-subtle">{goneWords({ hasContent, contentMark })}</span>;
  return (
    <>
      {`${question ?? ""} `}
      {outputExcerpt ? <span className="text-fg-muted">{`→ ${outputExcerpt}`}</span> : null}
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
