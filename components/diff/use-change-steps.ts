"use client";

import { useCallback, useEffect, useRef } from "react";
import { useShortcut } from "../layout/use-shortcut";

/**
 * Navigation between changes: `n` goes to the next one, and `p` to the previous one while a change has the focus. The
 * focus moves too, so that reading continues from there.
 */
export function useChangeSteps() {
  const ref = useRef<HTMLDivElement>(null);

  const step = useCallback((direction: 1 | -1) => {
    const changes = [...(ref.current?.querySelectorAll<HTMLElement>("[data-change]") ?? [])];
    const at = changes.indexOf(document.activeElement as HTMLElement);
    const first = direction === 1 ? 0 : changes.length - 1;
    const next = changes[at === -1 ? first : (at + direction + changes.length) % changes.length];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center" });
  }, []);

  // Listens on the element, before the page's own shortcuts, where `p` may have another meaning.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isOnChange = event.target instanceof HTMLElement && event.target.dataset.change !== undefined;
      if (event.key !== "p" || !isOnChange || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      step(-1);
    };
    const element = ref.current;
    element?.addEventListener("keydown", onKeyDown);
    return () => element?.removeEventListener("keydown", onKeyDown);
  });

  useShortcut("n", () => step(1));
  return ref;
}
