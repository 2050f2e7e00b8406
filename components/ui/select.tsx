"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldProps } from "./field";
import { controlStyle } from "./input";

type SelectOption = { value: string; label: string; off?: boolean };
export type SelectProps = Omit<ComponentProps<"select">, "size" | "multiple"> & {
  options: readonly SelectOption[];
  size?: "sm" | "md" | "lg";
};

/** The browser's native list, because it works on every device and with every screen reader. */
export function Select({ options, size = "md", className, ...rest }: SelectProps) {
  return (
    <span className={cn("relative block", className)}>
      <select
        {...rest}
        {...useFieldProps(rest)}
        className={cn(
          controlStyle,
          "appearance-none truncate pr-8",
          { sm: "h-7 max-md:h-10", md: "h-8 max-md:h-10", lg: "h-10 text-14" }[size],
        )}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.off}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2.5 size-3.5 text-fg-muted"
      />
    </span>
  );
}
