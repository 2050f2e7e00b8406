"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useTransition } from "react";

/** Refreshes the page at an interval, while it is visible. One at a time: a refresh may wait for the server. */
export function PageRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  const refresh = useEffectEvent(() => {
    if (document.visibilityState === "visible" && !isRefreshing) startRefresh(() => router.refresh());
  });
  useEffect(() => {
    const timer = setInterval(() => refresh(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return null;
}
