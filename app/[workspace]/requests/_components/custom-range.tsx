import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useTimeZone } from "@/components/ui/time-zone";
import { instantOf, localTime } from "@/lib/core/time-zone";
import type { ShownTime } from "@/lib/requests/ranges";

/** Formats an instant for a `datetime-local` field, in the person's zone. */
const toField = (at: string, zone: string) => new Date(localTime(Date.parse(at), zone)).toISOString().slice(0, 16);
/** Parses the value of such a field. */
const fromField = (text: string, zone: string) => new Date(instantOf(Date.parse(`${text}Z`), zone));

type Props = { time: ShownTime; onApply: (from: string, to: string | null) => void };

/** The fields of a time range from one instant to another, or up to now. */
export function CustomRange({ time, onApply }: Props) {
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
