"use client";

import { ChevronDown } from "lucide-react";
import { chipOn } from "./chip";
import { cn } from "./cn";
import type { SelectProps } from "./select";

type Props = Omit<SelectProps, "size" | "value"> & { value: string };

/** A filter with the browser's own list: a chip as wide as what it says, tinted while it filters. "" means any. */
export function FilterSelect({ options, value, className, ...rest }: Props) {
  const isOn = value !== "";
  return (
    <span className={cn("relative block min-w-0 shrink-0", className)}>
      <select
        {...rest}
        value={value}
        className={cn("chip field-sizing-content max-w-64 appearance-none truncate pr-7", isOn && chipOn)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.off}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className={cn(
          "-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 size-3.5",
          isOn ? "text-accent" : "text-fg-muted",
        )}
      />
    </span>
  );
}
