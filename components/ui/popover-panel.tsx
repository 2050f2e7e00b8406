"use client";

import { Popover as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, type RefObject, useRef } from "react";
import { cn } from "./cn";
import { SheetScrim } from "./sheet-scrim";

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

type PopoverPanelProps = Pick<PopoverProps, "label" | "align" | "className" | "children"> & {
  id: string;
  anchor: RefObject<HTMLButtonElement | null>;
  /** Finds what had the focus when it opened: the trigger, or the text in which its shortcut was pressed. */
  opener: () => HTMLElement | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** The open part of a popover, beside the trigger of its caller. */
export function PopoverPanel({
  id,
  anchor,
  opener,
  open,
  onOpenChange,
  label,
  align = "end",
  className,
  children,
}: PopoverPanelProps) {
  const isLeft = useRef(false);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={anchor} />
      <SheetScrim open={open} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          // A click on the trigger closes it there.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault();
            else isLeft.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!isLeft.current) (opener() ?? anchor.current)?.focus({ preventScroll: true });
            isLeft.current = false;
          }}
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
