"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { useRefresh } from "@/components/layout/use-refresh";

const everyMs = 2_000;
/** An automatic action after an evaluation, such as a promotion, usually follows within seconds. */
const afterwardsMs = 60_000;

/** Refreshes the page while a run is active and for a short time afterwards. Pauses while the page is hidden. */
export function useFollow(isWorking: boolean): void {
  const { refresh } = useRefresh();
  const until = useRef(0);
  useEffect(() => {
    if (isWorking) until.current = Date.now() + afterwardsMs;
  });
  const readAgain = useEffectEvent(() => {
    if (Date.now() < until.current && document.visibilityState === "visible") refresh();
  });
  useEffect(() => {
    const timer = setInterval(() => readAgain(), everyMs);
    return () => clearInterval(timer);
  }, []);
}
