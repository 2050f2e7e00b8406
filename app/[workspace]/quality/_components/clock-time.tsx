"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};
const two = (value: number) => String(value).padStart(2, "0");
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "12 Nov": a day of UTC. */
export const dayWords = (at: string): string => `${new Date(at).getUTCDate()} ${months[new Date(at).getUTCMonth()]}`;

/** "14:07:02" on the clock of whoever looks, with the day where it is not today's; UTC until the page has come to life. */
export function ClockTime({ at, hasSeconds = false }: { at: string; hasSeconds?: boolean }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const time = new Date(at);
  const now = new Date();
  const [day, month, hours, minutes] = isHere
    ? [time.getDate(), time.getMonth(), time.getHours(), time.getMinutes()]
    : [time.getUTCDate(), time.getUTCMonth(), time.getUTCHours(), time.getUTCMinutes()];
  const isToday = isHere
    ? time.toDateString() === now.toDateString()
    : at.slice(0, 10) === now.toISOString().slice(0, 10);
  const clock = `${two(hours)}:${two(minutes)}${hasSeconds && isToday ? `:${two(time.getUTCSeconds())}` : ""}`;
  return (
    <time dateTime={at} title={at} suppressHydrationWarning className="whitespace-nowrap">
      {isToday ? clock : `${day} ${months[month]}, ${clock}`}
    </time>
  );
}
