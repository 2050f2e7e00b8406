"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

const Chosen = createContext<string | null>(null);
const never = () => () => {};

/** Gives the pages below it the time zone that the person chose; null: that of their browser. */
export function TimeZone({ chosen, children }: { chosen: string | null; children: ReactNode }) {
  return <Chosen value={chosen}>{children}</Chosen>;
}

/** The browser's own zone; UTC until it has taken over, so that both sides write the same page. */
export function useBrowserZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    () => "UTC",
  );
}

/** The zone in which times are shown. */
export function useTimeZone(): string {
  const browser = useBrowserZone();
  return useContext(Chosen) ?? browser;
}
