"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { SheetScrim, useOpen } from "./sheet-scrim";

export type PopoverProps = {
  trigger: ReactElement;
  /** The name for screen readers. */
  label: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
};

/** Floats beside its trigger. A sheet from the bottom under 820 px. */
export function Popover({ trigger, label, open, onOpenChange, align = "end", className, children }: PopoverProps) {
  const state = useOpen(open, onOpenChange);
  return (
    <Radix.Root {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <SheetScrim open={state.open} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className={cn(
            "sheet enter-pop z-45 w-[400px] max-w-[calc(100vw-24px)] rounded-xl bg-surface-raised px-5 pt-4 pb-3.5 text-13 shadow-popover outline-none",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const PopoverClose = Radix.Close;
