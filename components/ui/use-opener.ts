"use client";

import { useState } from "react";

/** What had the focus when a dialog opened; of a menu's item the button of the menu, which outlives it. */
function openerNow(): HTMLElement | null {
  if (typeof document === "undefined") return null;
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const label = active.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  return (label && document.getElementById(label)) || active;
}

/**
 * Gives the focus back when a dialog without a trigger of its own closes. Radix knows no opener then and leaves the
 * focus on the page. The opener is noted while the dialog is drawn: an effect comes after a field took the focus, or after
 * the menu with the pressed item is gone.
 */
export function useOpener(isOpen: boolean): (event: Event) => void {
  const [noted, note] = useState<{ isOpen: boolean; opener: HTMLElement | null }>({ isOpen: false, opener: null });
  if (isOpen !== noted.isOpen) note({ isOpen, opener: isOpen ? openerNow() : noted.opener });
  return (event) => {
    event.preventDefault();
    const back = noted.opener?.isConnected ? noted.opener : document.getElementById("main");
    back?.focus({ preventScroll: true });
  };
}
