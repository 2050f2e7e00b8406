"use client";

import { useEffect, useEffectEvent } from "react";
import { useRefresh } from "./use-refresh";

/** Refreshes the page at an interval, while it is visible. One at a time: a refresh may wait for the server. */
export function PageRefresh({ everyMs }: { everyMs: number }) {
  const { refresh } = useRefresh();
  const refreshIfVisible = useEffectEvent(() => {
    if (document.visibilityState === "visible") refresh();
  });
  useEffect(() => {
    const timer = setInterval(() => refreshIfVisible(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return null;
}
