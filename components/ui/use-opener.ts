"use client";

import { useState } from "react";

type Opener = { element: HTMLElement; name: string | null; parents: readonly Element[] };

function parentsOf({ parentElement }: Element): Element[] {
  return parentElement ? [parentElement, ...parentsOf(parentElement)] : [];
}

/**
 * The text field that took the place of a removed one, as an editor does once it has loaded: of the same name, and as
 * near to that place as possible.
 */
function inPlaceOf({ name, parents }: Opener): HTMLElement | null {
  const field = name ? `textarea[aria-label="${CSS.escape(name)}"]` : null;
  const around = field && parents.find((parent) => parent.isConnected && parent.querySelector(field));
  return around ? around.querySelector<HTMLElement>(field) : null;
}

/** The element with the focus. For a menu item, the button of the menu, which stays mounted. */
function focusedNow(): Opener | null {
  if (typeof document === "undefined") return null;
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const label = active.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  const element = (label && document.getElementById(label)) || active;
  return { element, name: element.getAttribute("aria-label"), parents: parentsOf(element) };
}

/**
 * Returns what finds the element that had the focus when a panel opened, or null if it is gone. It is read during
 * rendering: in an effect, a field may already have the focus, or the menu with the clicked item may be unmounted.
 */
export function useOpener(isOpen: boolean): () => HTMLElement | null {
  const [noted, note] = useState<{ isOpen: boolean; opener: Opener | null }>({ isOpen: false, opener: null });
  if (isOpen !== noted.isOpen) note({ isOpen, opener: isOpen ? focusedNow() : noted.opener });
  const { opener } = noted;
  return () => (opener?.element.isConnected ? opener.element : opener && inPlaceOf(opener));
}
