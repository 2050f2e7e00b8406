"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useTransition } from "react";

const everyMs = 2_000;
/** What follows an evaluation automatically, a promotion, usually comes within seconds of its end. */
const afterwardsMs = 60_000;

/** Reads the page anew while something on it works, and for a moment after it has ended. Not while it is hidden. */
export function useFollow(isWorking: boolean): void {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const until = useRef(0);
  useEffect(() => {
    if (isWorking) until.current = Date.now() + afterwardsMs;
  });
  const readAgain = useEffectEvent(() => {
    // A second read would break off the one that is under way.
    if (isReading || Date.now() >= until.current || document.visibilityState !== "visible") return;
    startReading(() => router.refresh());
  });
  useEffect(() => {
    const timer = setInterval(() => readAgain(), everyMs);
    return () => clearInterval(timer);
  }, []);
}
