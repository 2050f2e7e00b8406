"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useLate } from "./navigation";

/** Shown this long after a click, in milliseconds: most pages are there before. */
const delayMs = 150;

/** A line at the top of the window while the page behind a clicked link, or one that the code opens, is on its way. */
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
