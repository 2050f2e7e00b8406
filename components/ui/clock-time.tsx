"use client";

import { formatClock, formatExact } from "./time-format";
import { useTimeZone } from "./time-zone";

/** "14:05", with the day if it is not today. In the person's time zone, with the exact time on hover. */
export function ClockTime({ at, hasSeconds = false }: { at: string; hasSeconds?: boolean }) {
  const zone = useTimeZone();
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={formatExact(time, zone)} suppressHydrationWarning className="whitespace-nowrap">
      {formatClock(time, Date.now(), zone, hasSeconds)}
    </time>
  );
}
