"use client";

import { type PointerEvent, use, useMemo, useRef, useState } from "react";
import { countAxis } from "@/components/charts/axis";
import { pickTicks } from "@/components/charts/bar-ticks";
import { cn } from "@/components/ui/cn";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { formatClock, formatExact } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import { dayMs } from "@/lib/core/milliseconds";
import { countText, largeText } from "@/lib/requests/figures";
import type { RequestCount } from "@/lib/requests/queries/count";
import { useAddress } from "./use-address";

/** "by the hour", "every 3 hours". */
function stepWords(seconds: number): string {
  if (seconds === 60) return "by the minute";
  if (seconds === 3_600) return "by the hour";
  if (seconds === 86_400) return "by the day";
  if (seconds === 604_800) return "by the week";
  if (seconds < 3_600) return `every ${seconds / 60} minutes`;
  return seconds < 86_400 ? `every ${seconds / 3_600} hours` : `every ${seconds / 86_400} days`;
}

/** The number of matching requests over time. Dragging over the bars narrows the time range. */
export function Bars({ count, isOpenEnded }: { count: Promise<RequestCount | null>; isOpenEnded: boolean }) {
  const found = use(count);
  return found ? <CountedBars count={found} isOpenEnded={isOpenEnded} /> : null;
}

/** The skeleton of the bars while requests are counted. */
export function BarsLoading() {
  return (
    <Loading label="Counting" className="px-6 pb-3 max-md:px-4">
      <Skeleton className="my-1 w-64" />
      <span className="mt-2 block h-14 border-line-strong border-b" />
      <span className="mt-1 block h-4" />
    </Loading>
  );
}

function CountedBars({ count, isOpenEnded }: { count: RequestCount; isOpenEnded: boolean }) {
  const { go } = useAddress();
  const { bars, matching, all, stepSeconds } = count;
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const field = useRef<HTMLDivElement>(null);
  const zone = useTimeZone();
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const axis = countAxis(most, 2);
  const top = axis.at(-1) ?? most;
  const placeOf = (event: PointerEvent) => {
    const box = field.current?.getBoundingClientRect();
    const share = box ? (event.clientX - box.left) / box.width : 0;
    return Math.min(bars.length - 1, Math.max(0, Math.floor(share * bars.length)));
  };
  const finish = () => {
    if (!drag) return;
    const [first, last] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    setDrag(null);
    const start = bars[first]?.at;
    if (!start || last - first >= bars.length - 1) return;
    const end = new Date(Date.parse(bars[last]?.at ?? start) + stepSeconds * 1_000).toISOString();
    go({ range: null, from: start, to: isOpenEnded && last === bars.length - 1 ? null : end });
  };
  const isIn = (index: number) =>
    drag !== null && index >= Math.min(drag.from, drag.to) && index <= Math.max(drag.from, drag.to);
  const isDaily = Date.parse(count.to) - Date.parse(count.from) > 2 * dayMs;
  const ticks = useMemo(() => {
    const labels = bars.map(({ at }) => {
      const words = formatClock(Date.parse(at), 0, zone);
      return isDaily ? words.replace(/ \d{4}, .*$/, "") : words.slice(-5);
    });
    return pickTicks(labels);
  }, [bars, isDaily, zone]);
  return (
    <section aria-label="Requests over time" className="px-6 pb-3 max-md:px-4">
      <p className="text-fg-muted">
        {matching === null ? (
          <>
            <b className="text-fg tabular-nums">{countText(all)}</b>
            {count.uncounted === "away"
              ? " requests in this time. Those that match cannot be counted now"
              : " requests in this time, too many to count those that match"}
          </>
        ) : (
          <>
            <b className="text-fg tabular-nums">{countText(matching)}</b>
            {matching === all ? (matching === 1 ? " request" : " requests") : ` of ${countText(all)} requests`}
          </>
        )}
        <span className="max-md:hidden">{`. The bars count them ${stepWords(stepSeconds)}.${all === 0 ? "" : " Drag over them to narrow the time."}`}</span>
      </p>
      <div className="relative mt-2 flex h-14">
        <div aria-hidden="true" className="relative flex flex-col items-end pr-2 text-12 text-fg-subtle tabular-nums">
          {/* The widest label makes room for all. */}
          <span className="invisible h-0">{largeText(top)}</span>
          {axis.map((count) => (
            <span
              key={count}
              style={{ bottom: `${(count / top) * 100}%` }}
              className="absolute right-2 translate-y-1/2 leading-none first:translate-y-0"
            >
              {largeText(count)}
            </span>
          ))}
        </div>
        <div
          ref={field}
          role="img"
          aria-label={`Requests ${stepWords(stepSeconds)}, at most ${countText(most)}`}
          className="flex h-14 flex-1 cursor-crosshair touch-pan-y select-none items-end gap-px border-line-strong border-b md:gap-0.5"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const place = placeOf(event);
            setDrag({ from: place, to: place });
          }}
          onPointerMove={(event) => drag && setDrag({ from: drag.from, to: placeOf(event) })}
          onPointerUp={finish}
          onPointerCancel={() => setDrag(null)}
        >
          {bars.map(({ at, count: height }, index) => (
            <span
              key={at}
              title={`${formatExact(Date.parse(at), zone)}: ${countText(height)}`}
              className={cn("flex h-full min-w-0 flex-1 items-end", isIn(index) && "bg-accent-soft")}
            >
              <span
                style={{ height: height === 0 ? 0 : `max(2px, ${(height / top) * 100}%)` }}
                className={cn(
                  "w-full",
                  isIn(index) ? "bg-accent" : "bg-chart-6",
                  isOpenEnded && index === bars.length - 1 && "border border-chart-6 border-b-0 bg-transparent",
                )}
              />
            </span>
          ))}
        </div>
      </div>
      <div className="flex">
        <span aria-hidden="true" className="invisible h-0 pr-2 text-12 tabular-nums">
          {largeText(top)}
        </span>
        <div aria-hidden="true" className="relative mt-1 h-4 flex-1 overflow-hidden text-12 text-fg-subtle">
          {ticks.map(({ label, index }) => (
            <span
              key={index}
              suppressHydrationWarning
              style={{ left: `min(${(index / bars.length) * 100}%, 100% - ${label.length}ch)` }}
              className={cn("absolute whitespace-nowrap tabular-nums", index / bars.length > 0.88 && "max-md:hidden")}
            >
              {label}
            </span>
          ))}
        </div>
      </div>
    </section>
  );
}
