import type { ReactNode } from "react";

export type TooltipContent = {
  content: ReactNode;
  keys?: string[] | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
};
export type ShownTooltip = TooltipContent & { anchor: Element };

/** The delay before a tooltip, in ms. Without delay if another was visible just before. */
const [delayMs, skipMs] = [400, 200];
/** The time to move the pointer onto the tooltip, in ms. */
const graceMs = 120;

let shown: ShownTooltip | null = null;
let hiddenAt = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function set(next: ShownTooltip | null): void {
  clearTimeout(timer);
  if (shown && !next) hiddenAt = performance.now();
  shown = next;
  for (const listener of [...listeners]) listener();
}

function setAfter(ms: number, next: ShownTooltip | null): void {
  clearTimeout(timer);
  timer = setTimeout(() => set(next), ms);
}

/** The one tooltip of the page. */
export const tooltips = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  shown: () => shown,
  show: (next: ShownTooltip) => set(next),
  /** Shows it after the usual delay. */
  showLater: (next: ShownTooltip) => {
    const isQuick = shown !== null || performance.now() - hiddenAt < skipMs;
    setAfter(isQuick ? 0 : delayMs, next);
  },
  /** Changes the content of a visible tooltip. */
  update: (anchor: Element | null, content: TooltipContent) => {
    if (anchor && shown?.anchor === anchor) set({ anchor, ...content });
  },
  /** The pointer is on the tooltip. */
  keep: () => clearTimeout(timer),
  hide: () => set(null),
  hideLater: () => setAfter(graceMs, null),
};
