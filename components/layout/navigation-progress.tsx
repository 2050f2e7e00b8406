"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useLate } from "./navigation";

/** The delay after a click before the line appears (ms). Most pages arrive earlier. */
const delayMs = 150;

/** A line at the top of the window while a page is loading after a click or a programmatic navigation. */
export function NavigationProgress() {
  const to = useLate(delayMs);
  const pathname = usePathname();
  const query = useSearchParams();
  if (!to || (to.pathname === pathname && new URLSearchParams(to.search).toString() === query.toString())) return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading the page"
      className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5"
    >
      <div className="navigation-progress h-full origin-left bg-accent" />
    </div>
  );
}
