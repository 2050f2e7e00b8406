"use client";

import { Portal } from "radix-ui";
import { useEffect, useState } from "react";
import { cn } from "./cn";
import { useIsNarrow } from "./use-is-narrow";

/** The scrim behind a popover or menu that is a sheet. It catches the tap that closes the sheet. */
export function SheetScrim({ open }: { open: boolean }) {
  const isNarrow = useIsNarrow();
  // Stays briefly after closing, because the click of a tap comes after the press that closed the sheet.
  const [isLeaving, setLeaving] = useState(false);
  useEffect(() => {
    if (!open) return;
    setLeaving(true);
    return () => {
      setTimeout(() => setLeaving(false), 350);
    };
  }, [open]);
  if ((!open && !isLeaving) || !isNarrow) return null;
  return (
    <Portal.Root>
      <div aria-hidden="true" className={cn("fixed inset-0 z-44", open && "enter-fade bg-scrim")} />
    </Portal.Root>
  );
}
