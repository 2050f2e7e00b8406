"use client";

import { createContext, type ReactElement, type ReactNode, useContext, useEffect } from "react";
import { DialogLoading } from "./dialog-loading";
import type { DialogProps } from "./dialog-panel";
import { lateCode } from "./late-code";
import { Slot } from "./slot";
import { useLatest } from "./use-latest";
import { useOpener } from "./use-opener";

export type { DialogProps } from "./dialog-panel";

/** The open part of all dialogs. It loads when the page is idle, or when a dialog opens earlier. */
export const dialogPanel = lateCode(() => import("./dialog-panel").then(({ DialogPanel }) => DialogPanel));

const Close = createContext(() => {});

/** A button in a dialog that closes it. */
export function DialogClose({ children }: { children: ReactElement }) {
  return <Slot onClick={useContext(Close)}>{children}</Slot>;
}

/** Centred from 820 px, otherwise a sheet from the bottom, with the actions in reach. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange } = props;
  const giveBack = useGiveBack(open);
  const Panel = dialogPanel.use();
  const latest = useLatest(onOpenChange);
  useEffect(() => {
    if (open) dialogPanel.need(() => latest.current(false));
  }, [open, latest]);
  if (!Panel) return open ? <DialogLoading /> : null;
  return (
    <Close value={() => onOpenChange(false)}>
      <Panel {...props} giveBack={giveBack} />
    </Close>
  );
}

/** A named row of a dialog: the name on the left, the content on the right. Hairlines separate rows. */
export function DialogRow({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[112px_minmax(0,1fr)] gap-4 border-line py-3.5 first:pt-0 last:pb-0 max-md:grid-cols-1 max-md:gap-1 [&+&]:border-t">
      <h3 className="font-medium text-fg-muted">{name}</h3>
      <div className="min-w-0">{children}</div>
    </section>
  );
}

/** How long the focus may be nowhere after a dialog whose opener is gone, in ms. */
const nowhereMs = 1_000;

/**
 * Restores the focus when a dialog without a trigger closes. Radix does not know the opener then and leaves the focus
 * on the page. If the dialog removed its opener, `keepFocus` finds what took its place; after Escape it does not, and
 * the page gets the focus.
 */
function useGiveBack(isOpen: boolean): (event: Event) => void {
  const opener = useOpener(isOpen);
  return (event) => {
    event.preventDefault();
    const back = opener();
    if (back) return back.focus({ preventScroll: true });
    setTimeout(() => {
      if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
    }, nowhereMs);
  };
}
