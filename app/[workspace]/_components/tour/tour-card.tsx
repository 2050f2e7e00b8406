"use client";

import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { type Frame, onScreen } from "./frame";
import { type TourStep, tourSteps } from "./steps";

type Props = { stop: TourStep; step: number; onStep: (step: number | null) => void };

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
export function TourCard({ stop, step, onStep }: Props) {
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
