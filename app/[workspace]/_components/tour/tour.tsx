"use client";

import { useCallback, useEffect, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { tourEvent } from "./begin";
import { keepTour, readTour } from "./place";
import { tourSteps } from "./steps";
import { TourCard } from "./tour-card";

/** The tour of a workspace, once it was begun. It goes on after a reload until somebody leaves it. */
export default function Tour({ workspace }: { workspace: string }) {
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
  return step === null || !stop ? null : <TourCard stop={stop} step={step} onStep={go} />;
}
