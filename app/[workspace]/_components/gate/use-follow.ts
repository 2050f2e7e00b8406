"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useTransition } from "react";

const everyMs = 2_000;
/** An automatic action after an evaluation, such as a promotion, usually follows within seconds. */
const afterwardsMs = 60_000;

/** Refreshes the page while a run is active and for a short time afterwards. Pauses while the page is hidden. */
export function useFollow(isWorking: boolean): void {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const until = useRef(0);
  useEffect(() => {
    if (isWorking) until.current = Date.now() + afterwardsMs;
  });
  const readAgain = useEffectEvent(() => {
    // A second refresh would abort the one in progress.
    if (isReading || Date.now() >= until.current || document.visibilityState !== "visible") return;
    startReading(() => router.refresh());
  });
  useEffect(() => {
    const timer = setInterval(() => readAgain(), everyMs);
    return () => clearInterval(timer);
  }, []);
}
