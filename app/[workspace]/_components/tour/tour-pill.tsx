import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { tourSteps } from "./steps";

type Props = { step: number; onContinue: () => void; onLeave: () => void };

/** The tour while the person looks at another page: a way back to its step, and a way out. */
export function TourPill({ step, onContinue, onLeave }: Props) {
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
