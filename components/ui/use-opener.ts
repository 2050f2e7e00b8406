"use client";

import { useState } from "react";

/** Returns the focused element when a dialog opens. For a menu item, the button of the menu, which stays mounted. */
function openerNow(): HTMLElement | null {
  if (typeof document === "undefined") return null;
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const label = active.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  return (label && document.getElementById(label)) || active;
}

/**
 * Restores the focus when a dialog without a trigger closes. Radix does not know the opener then and leaves the focus
 * on the page. The opener is read during rendering: in an effect, a field may already have the focus, or the menu with
 * the clicked item may be unmounted.
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
