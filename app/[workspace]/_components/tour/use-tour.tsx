"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { keepTour, readTour, tourEvent, tourSteps } from "./steps";

// No page waits for it.
const TourCard = dynamic(() => import("./tour-card"), { ssr: false });

/** The tour of a workspace: what shows it, and the way to start it. It goes on after a reload until somebody leaves it. */
export function useTour(workspace: string): { card: ReactNode; start: () => void } {
  const router = useRouter();
  const [step, setStep] = useState<number | null>(null);
  const go = useCallback(
    (next: number | null) => {
      keepTour(localStorage, workspace, next);
      setStep(next);
      const stop = next === null ? undefined : tourSteps[next];
      if (stop) router.push(`/${workspace}/${stop.page}`);
    },
    [router, workspace],
  );
  useEffect(() => {
    setStep(readTour(localStorage, workspace));
    const begin = () => go(0);
    addEventListener(tourEvent, begin);
    return () => removeEventListener(tourEvent, begin);
  }, [workspace, go]);
  const stop = step === null ? undefined : tourSteps[step];
  return {
    card: step === null || !stop ? null : <TourCard stop={stop} step={step} onStep={go} />,
    start: () => go(0),
  };
}
