"use client";

import { formatClock } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import { ChartTip } from "./chart-tip";
import type { TrendLine, TrendSpan } from "./trend";

type Props = {
  at: number;
  lines: readonly TrendLine[];
  format: (value: number) => string;
  span: TrendSpan;
  settledAt: number;
};

/** The tooltip of a step: a row per version, with its interval and the number of scores. */
export function TrendTip({ at, lines, format, span, settledAt }: Props) {
  const zone = useTimeZone();
  const found = lines.flatMap(({ key, name, points }) => {
    const point = points.find((one) => one.at === at);
    return point ? [{ key, name: name.split(",")[0] ?? name, point }] : [];
  });
  if (found.length === 0) return null;
  return (
    <ChartTip
      place={
        <>
          {`${formatClock(at, 0, zone)} to ${formatClock(at + span.stepMs, 0, zone)}`}
          {at + span.stepMs > settledAt ? ", not over" : ""}
        </>
      }
    >
      {found.map(({ key, name, point: { value, low, high, n } }) => (
        <span key={key} className="block">
          {`${name}: `}
          <b className="font-semibold">{format(value)}</b>
          {low === null || high === null ? "" : ` (${format(low)} to ${format(high)})`}
          {`, ${n.toLocaleString("en-US")} scores`}
        </span>
      ))}
    </ChartTip>
  );
}
