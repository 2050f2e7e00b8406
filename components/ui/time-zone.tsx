"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

const Chosen = createContext<string | null>(null);
const never = () => () => {};

/** Provides the time zone that the person chose. Null: that of the browser. */
export function TimeZone({ chosen, children }: { chosen: string | null; children: ReactNode }) {
  return <Chosen value={chosen}>{children}</Chosen>;
}

/** The browser's time zone. UTC until hydration, so that server and browser render the same. */
export function useBrowserZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    () => "UTC",
  );
}

/** The time zone in which times are shown. */
export function useTimeZone(): string {
  const browser = useBrowserZone();
  return useContext(Chosen) ?? browser;
}
