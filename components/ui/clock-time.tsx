"use client";

import { useSyncExternalStore } from "react";
import { formatClock, formatExact } from "./time-format";

const never = () => () => {};

/** "14:05", with the day when it is another one; in the person's zone, the exact time on hover. For what lies ahead. */
export function ClockTime({ at }: { at: string }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  // Until the browser has taken over, both sides agree on UTC.
  const zone = isHere ? undefined : "UTC";
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={formatExact(time, zone)} suppressHydrationWarning className="whitespace-nowrap">
      {formatClock(time, Date.now(), zone)}
    </time>
  );
}
