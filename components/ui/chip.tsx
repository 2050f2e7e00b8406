"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { MaskIcon } from "./mask-icon";

export type ChipProps = ComponentProps<"button"> & { icon: ReactNode; on?: boolean; plain?: boolean };

/** How a chip looks that is on. */
export const chipOn = "border-accent-line bg-accent-soft text-accent hover:bg-accent-soft hover:text-accent-hover";

/** A filter or a small choice. `on` uses the accent colour, never limelight. */
export function Chip({ icon, on, plain, className, children, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-pressed={on}
      className={cn("chip", plain && "border-transparent", on && chipOn, className)}
    >
      {icon}
      {children}
    </button>
  );
}

/** At the end of a filter bar in which something is chosen. */
export const ClearFilters = ({ onClear }: { onClear: () => void }) => (
  <Chip icon={<MaskIcon name="x" />} plain onClick={onClear}>
    Clear filters
  </Chip>
);
