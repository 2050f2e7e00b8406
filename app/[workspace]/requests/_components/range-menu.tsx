"use client";

import { CalendarDays, ChevronDown } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { formatClock } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import { instantOf, localTime } from "@/lib/core/time-zone";
import type { NamedRanges, ShownTime } from "@/lib/requests/ranges";
import { useAddress } from "./use-address";

type Props = { time: ShownTime; ranges: NamedRanges; className?: string };

/** Formats an instant for a `datetime-local` field, in the person's zone. */
const toField = (at: string, zone: string) => new Date(localTime(Date.parse(at), zone)).toISOString().slice(0, 16);
/** Parses the value of such a field. */
const fromField = (text: string, zone: string) => new Date(instantOf(Date.parse(`${text}Z`), zone));

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
          <ChevronDown aria-hidden="true" className="size-3" />
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
      <Custom time={time} onApply={(from, to) => set({ range: null, from, to })} />
    </Popover>
  );
}

function Custom({ time, onApply }: { time: Props["time"]; onApply: (from: string, to: string | null) => void }) {
  const zone = useTimeZone();
  const [from, setFrom] = useState(() => toField(time.from, zone));
  const [to, setTo] = useState(() => (time.range ? "" : toField(time.to, zone)));
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [start, end] = [fromField(from, zone), to === "" ? null : fromField(to, zone)];
    if (Number.isNaN(start.getTime())) return setFault("Choose when it begins.");
    if (end && !(start < end)) return setFault("It ends before it begins.");
    onApply(start.toISOString(), end?.toISOString() ?? null);
  };
  return (
    <form onSubmit={submit} className="mt-2 grid gap-2.5 border-line border-t pt-3">
      <Field label="From" error={fault}>
        <Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label="To" note="now when empty">
        <Input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      <Button type="submit" size="sm" className="justify-self-end">
        Apply
      </Button>
    </form>
  );
}
