import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Props = { days: string; most: number; onChange: (days: string) => void };

/** Whether the text is a whole number of days that a link may hold. */
export function isLinkTerm(days: string, most: number): boolean {
  const count = Number(days);
  return Number.isInteger(count) && count >= 1 && count <= most;
}

/** For how many days a link holds. */
export function LinkDays({ days, most, onChange }: Props) {
  const error = isLinkTerm(days, most) ? undefined : `A whole number from 1 to ${most}.`;
  return (
    <Field label="Holds for" note="days" error={error} className="w-40">
      <Input
        type="number"
        inputMode="numeric"
        min={1}
        max={most}
        value={days}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** A link that was made, to be copied. */
export function MadeLink({ url, help }: { url: string; help?: string | undefined }) {
  return (
    <Field label="Link" help={help}>
      <Input readOnly mono value={url} onFocus={(event) => event.target.select()} />
    </Field>
  );
}
