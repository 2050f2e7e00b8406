"use client";

import { Portal } from "radix-ui";
import { useEffect, useState } from "react";
import { cn } from "./cn";
import { useIsNarrow } from "./use-is-narrow";

/** Open or not, whether the caller steers it or the trigger does. */
export function useOpen(given: boolean | undefined, onOpenChange: ((open: boolean) => unknown) | undefined) {
  const [own, setOwn] = useState(false);
  return {
    open: given ?? own,
    onOpenChange: (next: boolean) => {
      setOwn(next);
      onOpenChange?.(next);
    },
  };
}

/** Behind a popover or menu that is a sheet: takes the tap that closes it, so that nothing under it does. */
export function SheetScrim({ open }: { open: boolean }) {
  const isNarrow = useIsNarrow();
  // It stays a moment after closing: a finger's click comes after the press that closed the sheet.
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
