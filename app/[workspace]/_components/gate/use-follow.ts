"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

const everyMs = 2_000;
/** What follows an evaluation automatically, a promotion, usually comes within seconds of its end. */
const afterwardsMs = 60_000;

/** Reads the page anew while something on it works, and for a moment after it has ended. Not while it is hidden. */
export function useFollow(isWorking: boolean): void {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const isBusy = useRef(false);
  isBusy.current = isReading; // another read would break off the one that is on its way
  const until = useRef(0);
  useEffect(() => {
    if (isWorking) until.current = Date.now() + afterwardsMs;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (Date.now() >= until.current || document.visibilityState !== "visible" || isBusy.current) return;
      startReading(() => router.refresh());
    }, everyMs);
    return () => clearInterval(timer);
  }, [router]);
}
