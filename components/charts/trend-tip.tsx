"use client";

import { formatClock } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import type { TrendLine, TrendSpan } from "./trend";

type Props = {
  at: number;
  lines: readonly TrendLine[];
  format: (value: number) => string;
  span: TrendSpan;
  settledAt: number;
};

/** What a step holds: a line per version, with its interval and how many scores it stands on. */
export function TrendTip({ at, lines, format, span, settledAt }: Props) {
  const zone = useTimeZone();
  const found = lines.flatMap(({ key, name, points }) => {
    const point = points.find((one) => one.at === at);
    return point ? [{ key, name: name.split(",")[0] ?? name, point }] : [];
  });
  if (found.length === 0) return null;
  return (
    <div className="rounded-sm bg-surface-inverse px-2 py-1 text-12 text-fg-inverse shadow-popover">
      {found.map(({ key, name, point: { value, low, high, n } }) => (
        <span key={key} className="block">
          {`${name}: `}
          <b className="font-semibold">{format(value)}</b>
          {low === null || high === null ? "" : ` (${format(low)} to ${format(high)})`}
          {`, ${n.toLocaleString("en-US")} scores`}
        </span>
      ))}
      <span className="block text-fg-inverse-muted">
        {`${formatClock(at, 0, zone)} to ${formatClock(at + span.stepMs, 0, zone)}`}
        {at + span.stepMs > settledAt ? ", not over" : ""}
      </span>
    </div>
  );
}
