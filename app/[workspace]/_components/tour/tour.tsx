"use client";

import { X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useWorkspace } from "../use-workspace";
import { tourEvent } from "./begin";
import { type Frame, onScreen } from "./frame";
import { keepTour, readTour } from "./place";
import { type TourStep, tourSteps } from "./steps";

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

type TourCardProps = { stop: TourStep; step: number; onStep: (step: number | null) => void };

const lookMs = 200;

/** The position of the step's anchor on the screen. Null while it is not visible. */
function useFrame(anchors: readonly string[]): Frame | null {
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    const look = () => {
      const all = anchors.flatMap((anchor) => [...document.querySelectorAll(anchor)]);
      const box = all.map((one) => one.getBoundingClientRect()).find(({ width, height }) => width > 0 && height > 0);
      setFrame((before) => {
        if (!box) return null;
        const { top, left, width, height } = onScreen(box, { width: document.documentElement.clientWidth });
        const isSame =
          before?.top === top && before.left === left && before.width === width && before.height === height;
        return isSame ? before : { top, left, width, height };
      });
    };
    look();
    // Pages load and scroll during the tour.
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  }, [anchors]);
  return frame;
}

/** One step of the tour: a frame around the element, and a card. The page stays usable. */
function TourCard({ stop, step, onStep }: TourCardProps) {
  const card = useRef<HTMLElement>(null);
  const { page, anchors, title, text } = stop;
  const frame = useFrame(anchors);
  // Screen readers announce each step.
  useEffect(() => {
    if (page) card.current?.focus({ preventScroll: true });
  }, [page]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onStep(null);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onStep]);
  const isLast = step === tourSteps.length - 1;
  return (
    <>
      {frame ? (
        <div
          aria-hidden="true"
          className="pointer-events-none fixed z-30 rounded-lg outline-2 outline-focus outline-offset-2"
          style={frame}
        />
      ) : null}
      <section
        ref={card}
        tabIndex={-1}
        aria-label={`Tour, step ${step + 1} of ${tourSteps.length}`}
        className="fixed right-4 bottom-4 z-40 grid w-[340px] gap-1.5 rounded-xl bg-surface-raised p-4 shadow-dialog outline-none max-md:right-3 max-md:bottom-18 max-md:left-3 max-md:w-auto"
      >
        <div className="flex items-start justify-between gap-3">
          <h2 className="text-14">{title}</h2>
          <IconButton
            label="Leave the tour"
            size="sm"
            icon={<X />}
            className="-my-1 -mr-1"
            onClick={() => onStep(null)}
          />
        </div>
        <p className="text-fg-muted">{text}</p>
        <div className="mt-1.5 flex items-center gap-2">
          <span className="mr-auto text-12 text-fg-subtle tabular-nums">{`${step + 1} of ${tourSteps.length}`}</span>
          {step > 0 ? (
            <Button size="sm" onClick={() => onStep(step - 1)}>
              Back
            </Button>
          ) : null}
          <Button size="sm" variant="primary" onClick={() => onStep(isLast ? null : step + 1)}>
            {isLast ? "Finish" : "Next"}
          </Button>
        </div>
      </section>
    </>
  );
}
