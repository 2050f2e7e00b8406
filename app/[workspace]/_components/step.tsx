import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export type StepProps = { number: number; title: string; isDone?: boolean; isNow?: boolean; children: ReactNode };

/** One step of getting started: a number, or a tick when it is done. */
export function Step({ number, title, isDone, isNow, children }: StepProps) {
  return (
    <li className="relative grid grid-cols-[28px_minmax(0,1fr)] gap-4 pb-7 not-last:before:absolute not-last:before:top-[30px] not-last:before:-bottom-0.5 not-last:before:left-[13.5px] not-last:before:w-px not-last:before:bg-line-strong not-last:before:content-[''] max-md:gap-3">
      <span
        className={cn(
          "grid size-7 place-items-center rounded-full border-[1.5px] font-semibold tabular-nums",
          isDone && "border-positive bg-positive-soft text-positive",
          !isDone && (isNow ? "border-ink bg-ink text-on-ink" : "border-line-control text-fg-muted"),
        )}
      >
        {isDone ? (
          <>
            <Check className="size-3.5" />
            <span className="sr-only">Done</span>
          </>
        ) : (
          number
        )}
      </span>
      <div className="min-w-0">
        <h2 className="text-16 leading-7">{title}</h2>
        {children}
      </div>
    </li>
  );
}
