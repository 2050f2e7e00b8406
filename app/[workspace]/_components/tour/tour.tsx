"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { tourEvent } from "./begin";
import { keepTour, readTour } from "./place";
import { tourSteps } from "./steps";
import { TourCard } from "./tour-card";
import { TourPill } from "./tour-pill";

type Props = {
  workspace: string;
  /** The tour was started before this component was loaded. */
  isBegun: boolean;
};

/** The active tour of a workspace. It continues after a reload until the person ends it, and waits on other pages. */
export default function Tour({ workspace, isBegun }: Props) {
  const router = useRouter();
  const pathname = usePathname();
  const [step, setStep] = useState<number | null>(null);
  // The page that is left. The card is shown while the next page loads.
  const [left, setLeft] = useState(isBegun ? pathname : null);
  const go = useCallback(
    (next: number | null) => {
      keepTour(localStorage, workspace, next);
      setStep(next);
      const stop = next === null ? undefined : tourSteps[next];
      setLeft(stop ? location.pathname : null);
      if (stop) router.push(`/${workspace}/${stop.page}`);
    },
    [router, workspace],
  );
  const begin = useCallback(() => go(0), [go]);
  const begins = useRef(isBegun);
  useEffect(() => {
    if (begins.current) begin();
    else setStep(readTour(localStorage, workspace));
    begins.current = false;
    addEventListener(tourEvent, begin);
    return () => removeEventListener(tourEvent, begin);
  }, [workspace, begin]);
  const stop = step === null ? undefined : tourSteps[step];
  if (left !== null && left !== pathname) setLeft(null);
  if (step === null || !stop) return null;
  return left === pathname || pathname === `/${workspace}/${stop.page}` ? (
    <TourCard stop={stop} step={step} onStep={go} />
  ) : (
    <TourPill step={step} onContinue={() => go(step)} onLeave={() => go(null)} />
  );
}
