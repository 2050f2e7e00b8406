import { SideSection } from "@/app/[workspace]/_components/side-section";
import { ClockTime } from "@/components/ui/clock-time";
import { cn } from "@/components/ui/cn";
import type { Happened } from "@/lib/guards/quality/happened";

const dots: Record<Happened["tone"], string> = {
  plain: "border-line-control bg-surface",
  negative: "border-negative bg-negative",
  live: "border-on-limelight bg-limelight",
};

/** Lists releases, checks and sent alerts in order of time. */
export function WhatHappened({ happened, hint }: { happened: readonly Happened[]; hint: string | null }) {
  return (
    <SideSection id="happened" title="What happened">
      {happened.length === 0 ? (
        <p className="text-fg-muted">There was no release in this time, and no check changed the state.</p>
      ) : (
        <ol className="relative before:absolute before:top-2.5 before:bottom-2.5 before:left-[3.5px] before:w-px before:bg-line">
          {happened.map(({ at, text, tone }) => (
            <li key={`${at} ${text}`} className="relative grid grid-cols-[88px_minmax(0,1fr)] gap-3 py-[3px] pl-5">
              <span
                aria-hidden="true"
                className={cn("absolute top-[9px] left-0 size-2 rounded-full border", dots[tone])}
              />
              <span className="text-fg-muted tabular-nums">
                <ClockTime at={at} hasSeconds />
              </span>
              <span className={cn("[overflow-wrap:anywhere]", tone === "live" && "font-semibold")}>{text}</span>
            </li>
          ))}
        </ol>
      )}
      {hint ? <p className="mt-2.5 text-12 text-fg-muted">{hint}</p> : null}
    </SideSection>
  );
}
