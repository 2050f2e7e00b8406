"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./cn";
import { exactTimes } from "./exact-times";
import { formatClock, formatExact, formatRelative } from "./time-format";
import { useTimeZone } from "./time-zone";

// One timer for the whole page. It runs only while a time is displayed.
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const one of listeners) one();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export type RelativeTimeProps = {
  at: string | number | Date;
  /** A word before it: "since 3 Nov". */
  prefix?: string;
  /** "12 min ago" instead of "12 min", for use in a sentence. */
  ago?: boolean;
  className?: string;
};

/**
 * "12 min", "2 h", "6 d", then a date. The exact time on hover, and instead of it with the key T. It is no Tab stop,
 * because a table has one in every row.
 */
export function RelativeTime({ at, prefix, ago = false, className }: RelativeTimeProps) {
  const tick = useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / 15_000),
    () => 0,
  );
  const time = new Date(at).getTime();
  const zone = useTimeZone();
  const exact = formatExact(time, zone);
  const isExact = exactTimes.use();
  const words = isExact ? formatClock(time, Date.now(), zone, true) : formatRelative(time, Date.now(), zone);
  return (
    <time
      dateTime={new Date(time).toISOString()}
      title={tick === 0 ? undefined : exact} // only after hydration
      data-exact={isExact || undefined}
      suppressHydrationWarning
      className={cn(!isExact && "whitespace-nowrap", className)} // an exact time may take two lines of a narrow column
    >
      {`${prefix === "since" ? sinceWords(words) : prefix ? `${prefix} ` : ""}${ago ? inSentence(words) : words}`}
    </time>
  );
}

const isDuration = (words: string) => /(min|h|d)$/.test(words);

/** "since 3 Nov", "for 12 min", "now". */
const sinceWords = (words: string) => (words === "now" ? "" : isDuration(words) ? "for " : "since ");

function inSentence(words: string): string {
  if (words === "now") return "just now";
  return isDuration(words) ? `${words} ago` : words;
}
