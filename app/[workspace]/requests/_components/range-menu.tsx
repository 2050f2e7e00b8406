"use client";

import { CalendarDays, ChevronDown } from "lucide-react";
import { useState } from "react";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { latePart } from "@/components/ui/late-part";
import { Popover } from "@/components/ui/popover";
import { formatClock } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import type { NamedRanges, ShownTime } from "@/lib/requests/ranges";
import { useAddress } from "./use-address";

type Props = { time: ShownTime; ranges: NamedRanges; className?: string };

const CustomRange = latePart(
  () => import("./custom-range").then((part) => part.CustomRange),
  () => <div className="h-46" />,
);

/** Chooses the time range: a named range up to now, or from one instant to another. */
export function RangeMenu({ time, ranges: { names, usual }, className }: Props) {
  const { go } = useAddress();
  const [isOpen, setOpen] = useState(false);
  const zone = useTimeZone();
  const clock = (at: string) => formatClock(Date.parse(at), Date.now(), zone);
  const named = time.range ? names[time.range]?.words : undefined;
  const shown = named ?? `${clock(time.from)} to ${clock(time.to)}`;
  const set = (changes: { range: string | null; from: string | null; to: string | null }) => {
    setOpen(false);
    go(changes);
  };
  return (
    <Popover
      label="Time"
      open={isOpen}
      onOpenChange={setOpen}
      className="w-[280px]"
      trigger={
        <Chip icon={<CalendarDays />} className={cn("tabular-nums", className)}>
          <span suppressHydrationWarning>{shown}</span>
          <ChevronDown className="size-3" />
        </Chip>
      }
    >
      <div className="grid gap-0.5">
        {Object.entries(names).map(([range, { words }]) => (
          <button
            key={range}
            type="button"
            aria-pressed={range === time.range}
            onClick={() => set({ range: range === usual ? null : range, from: null, to: null })}
            className="-mx-2 flex min-h-8 items-center rounded-md px-2 text-left hover:bg-surface-hover aria-pressed:font-medium max-md:min-h-11"
          >
            {words}
          </button>
        ))}
      </div>
      <CustomRange time={time} onApply={(from, to) => set({ range: null, from, to })} />
    </Popover>
  );
}
