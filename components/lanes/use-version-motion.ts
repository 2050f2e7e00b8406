"use client";

import { useLayoutEffect, useRef } from "react";

type LaneVersion = { id: string; version: number | null };

/**
 * Animates a version from its previous lane to the new one. A version without a previous lane fades in. Returns the ref
 * for the version of each lane. No animation with reduced motion.
 */
export function useVersionMotion(places: readonly LaneVersion[]) {
  const elements = useRef(new Map<string, HTMLElement>());
  const before = useRef<readonly LaneVersion[]>(places);

  useLayoutEffect(() => {
    const last = before.current;
    before.current = places;
    const style = getComputedStyle(document.documentElement);
    const duration = milliseconds(style.getPropertyValue("--slow"));
    if (!duration) return;
    for (const [index, { id, version }] of places.entries()) {
      const element = elements.current.get(id);
      const was = last.find((place) => place.id === id);
      if (!element || version === null || !was || was.version === version) continue;
      const from = places.slice(0, index).findLast((place) => place.version === version);
      const origin = from && elements.current.get(from.id);
      element.animate(origin ? glide(origin, element) : [{ opacity: 0 }, { opacity: 1 }], {
        duration,
        easing: style.getPropertyValue("--glide").trim() || "ease-out",
      });
    }
  }, [places]);

  return (id: string) => (element: HTMLElement | null) => {
    if (element) elements.current.set(id, element);
    else elements.current.delete(id);
  };
}

/** Parses a CSS time. A minifier may have converted ms to s. */
function milliseconds(time: string): number {
  const value = Number.parseFloat(time);
  return time.trim().endsWith("ms") ? value : value * 1000;
}

function glide(from: HTMLElement, to: HTMLElement): Keyframe[] {
  const [start, end] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
  return [
    { transform: `translate(${start.left - end.left}px, ${start.top - end.top}px)`, opacity: 0.4 },
    { transform: "none", opacity: 1 },
  ];
}
