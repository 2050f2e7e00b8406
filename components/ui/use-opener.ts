"use client";

import { useRef } from "react";

/** What had the focus when a dialog opened; of a menu's item the button of the menu, which outlives it. */
function openerNow(): HTMLElement | null {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const label = active.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  return (label && document.getElementById(label)) || active;
}

/**
 * Gives the focus back when a dialog without a trigger of its own closes. Radix knows no opener then and leaves the
 * focus on the page. The opener is noted while the dialog is drawn, before one of its fields takes the focus.
 */
export function useOpener(isOpen: boolean): (event: Event) => void {
  const opener = useRef<HTMLElement | null>(null);
  const wasOpen = useRef(false);
  if (isOpen !== wasOpen.current && typeof document !== "undefined") {
    wasOpen.current = isOpen;
    if (isOpen) opener.current = openerNow();
  }
  return (event) => {
    event.preventDefault();
    const back = opener.current?.isConnected ? opener.current : document.getElementById("main");
    back?.focus({ preventScroll: true });
  };
}
