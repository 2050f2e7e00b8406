"use client";

import { useSyncExternalStore } from "react";
import { formatExact } from "@/components/ui/time-format";

const never = () => () => {};

/** "14:31:07 on 19 Nov", in the person's zone. */
export function PaneTime({ at }: { at: string }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const exact = formatExact(Date.parse(at), isHere ? undefined : "UTC");
  const [date = "", time = ""] = exact.replace(/ UTC$/, "").split(", ");
  return (
    <time dateTime={at} title={exact} suppressHydrationWarning className="tabular-nums">
      {time} <span className="font-normal text-13 text-fg-muted">{date}</span>
    </time>
  );
}
