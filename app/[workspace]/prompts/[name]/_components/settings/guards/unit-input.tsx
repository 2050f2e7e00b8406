import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Props = {
  label: string;
  /** The unit, shown at the end of the field. */
  unit?: string | undefined;
  note?: string | undefined;
  help?: string | undefined;
  error?: string | undefined;
  /** Whether the label is only for screen readers. A phone shows it. */
  isInTable?: boolean;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
};

/** A field for a number with its unit. */
export function UnitInput({ label, unit, note, help, error, isInTable, placeholder, value, onChange }: Props) {
  return (
    <Field label={label} note={note} help={help} error={error} hideLabel={isInTable ?? false}>
      {isInTable ? (
        <span aria-hidden="true" className="-mb-1 text-12 text-fg-muted md:hidden">
          {label}
        </span>
      ) : null}
      <span className="relative">
        <Input
          inputMode="decimal"
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
          className={unit ? "pr-10 tabular-nums" : "tabular-nums"}
        />
        {unit ? (
          <span aria-hidden="true" className="-translate-y-1/2 absolute top-1/2 right-2.5 text-12 text-fg-muted">
            {unit}
          </span>
        ) : null}
      </span>
    </Field>
  );
}
