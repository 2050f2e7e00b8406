"use client";

import { X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useWorkspace } from "../use-workspace";
import { tourEvent } from "./begin";
import { keepTour, readTour } from "./place";
import { tourSteps } from "./steps";
import { TourCard } from "./tour-card";

type Props = {
  /** The tour was started before this component was loaded. */
  isBegun: boolean;
};

/** The active tour of a workspace. It continues after a reload until the person ends it, and waits on other pages. */
export default function Tour({ isBegun }: Props) {
  const workspace = useWorkspace();
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

/** The tour while the person looks at another page: a way back to its step, and a way out. */
function TourPill({ step, onContinue, onLeave }: { step: number; onContinue: () => void; onLeave: () => void }) {
  return (
    <section
      aria-label="Tour, paused"
      className="fixed right-4 bottom-4 z-40 flex items-center gap-1 rounded-xl bg-surface-raised p-1.5 shadow-dialog max-md:right-3 max-md:bottom-18"
    >
      <Button size="sm" variant="quiet" onClick={onContinue}>
        Continue the tour
        <span className="text-fg-subtle tabular-nums">{`${step + 1} of ${tourSteps.length}`}</span>
      </Button>
      <IconButton label="Leave the tour" size="sm" icon={<X />} onClick={onLeave} />
    </section>
  );
}
