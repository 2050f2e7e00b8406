"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { chipOn } from "./chip";
import { cn } from "./cn";
import { useFieldProps } from "./field";
import { controlStyle } from "./input";

type SelectOption = { value: string; label: string; off?: boolean };
type NativeSelectProps = Omit<ComponentProps<"select">, "size" | "multiple"> & { options: readonly SelectOption[] };

/** The browser's native list, because it works on every device and with every screen reader. */
function NativeSelect({ options, arrow, wrapper, ...rest }: NativeSelectProps & { arrow: string; wrapper: string }) {
  return (
    <span className={cn("relative block", wrapper)}>
      <select {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.off}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className={cn("-translate-y-1/2 pointer-events-none absolute top-1/2 size-3.5", arrow)} />
    </span>
  );
}

export type SelectProps = NativeSelectProps & { size?: "sm" | "md" | "lg" };

/** A list of options in a form. */
export function Select({ size = "md", className, ...rest }: SelectProps) {
  return (
    <NativeSelect
      {...rest}
      {...useFieldProps(rest)}
      wrapper={className ?? ""}
      arrow="right-2.5 text-fg-muted"
      className={cn(
        controlStyle,
        "appearance-none truncate pr-8",
        { sm: "h-7 max-md:h-10", md: "h-8 max-md:h-10", lg: "h-10 text-14" }[size],
      )}
    />
  );
}

type FilterSelectProps<Value extends string> = {
  label: string;
  /** The option that filters nothing: "Any state". */
  any: string;
  options: readonly { value: Value; label: string }[];
  /** "" or null: any. */
  value: Value | "" | null;
  onPick: (value: Value | null) => void;
};

/** A filter: a chip as wide as what it says, tinted while it filters. */
export function FilterSelect<Value extends string>({ label, any, options, value, onPick }: FilterSelectProps<Value>) {
  const isOn = Boolean(value);
  return (
    <NativeSelect
      aria-label={label}
      options={[{ value: "", label: any }, ...options]}
      value={value ?? ""}
      onChange={({ target }) => onPick(options.find((option) => option.value === target.value)?.value ?? null)}
      wrapper="min-w-0 shrink-0"
      arrow={cn("right-2", isOn ? "text-accent" : "text-fg-muted")}
      className={cn("chip field-sizing-content max-w-64 appearance-none truncate pr-7", isOn && chipOn)}
    />
  );
}

/** Names as options that say no more. */
export const namedOptions = (items: readonly { name: string }[]) =>
  items.map(({ name }) => ({ value: name, label: name }));
