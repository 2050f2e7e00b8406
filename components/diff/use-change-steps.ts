"use client";

import { useCallback, useEffect, useRef } from "react";
import { useShortcut } from "../layout/use-shortcut";

/**
 * Steps from change to change: `n` for the next one, and while one has the focus `p` for the one before. The focus
 * moves along, so that reading goes on from there.
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

  // On the element, ahead of the page's own shortcuts: there `p` may mean something else.
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
