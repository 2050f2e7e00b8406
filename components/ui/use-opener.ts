"use client";

import { useState } from "react";

/** The element with the focus. For a menu item, the button of the menu, which stays mounted. */
function focusedNow(): HTMLElement | null {
  if (typeof document === "undefined") return null;
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const label = active.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  return (label && document.getElementById(label)) || active;
}

/**
 * The element that had the focus when a panel opened. It is read during rendering: in an effect, a field may already
 * have the focus, or the menu with the clicked item may be unmounted.
 */
export function useOpener(isOpen: boolean): HTMLElement | null {
  const [noted, note] = useState<{ isOpen: boolean; opener: HTMLElement | null }>({ isOpen: false, opener: null });
  if (isOpen !== noted.isOpen) note({ isOpen, opener: isOpen ? focusedNow() : noted.opener });
  return noted.opener;
}
