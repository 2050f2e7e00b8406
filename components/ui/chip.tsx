"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export type ChipProps = ComponentProps<"button"> & { icon?: ReactNode; on?: boolean; plain?: boolean };

/** A filter or a small choice; `on` is the accent, never limelight. */
export function Chip({ icon, on, plain, className, children, ...rest }: ChipProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-pressed={on}
      className={cn(
        "inline-flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md border border-line-strong px-2 font-medium text-fg-muted transition-colors hover:bg-surface-hover hover:text-fg focus-visible:rounded-md max-md:h-10 max-md:px-3 [&>svg]:size-3.5",
        plain && "border-transparent",
        on && "border-accent-line bg-accent-soft text-accent hover:bg-accent-soft hover:text-accent-hover",
        className,
      )}
    >
      {icon}
      {children}
    </button>
  );
}
