"use client";

import { formatExact } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";

/** "14:31:07 on 19 Nov", in the person's zone. */
export function PaneTime({ at }: { at: string }) {
  const exact = formatExact(Date.parse(at), useTimeZone());
  const [date = "", time = ""] = exact.replace(/ UTC$/, "").split(", ");
  return (
    <time dateTime={at} title={exact} suppressHydrationWarning className="tabular-nums">
      {time} <span className="font-normal text-13 text-fg-muted">{date}</span>
    </time>
  );
}
