"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";

/** Shown this long after a click, in milliseconds: most pages are there before. */
const delayMs = 150;
/** Hidden again after this time: a click may have been refused, or have started a download. */
const longestMs = 10_000;

/** Whether a click opens another page of this application in this window. */
function leadsElsewhere({ button, metaKey, ctrlKey, shiftKey, altKey, target }: MouseEvent): boolean {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return false;
  const link = target.closest("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return false;
  if (link.hasAttribute("download") || !["", "_self"].includes(link.target)) return false;
  return link.pathname !== location.pathname || link.search !== location.search;
}

/** A line at the top of the window while the page behind a clicked link is on its way. */
export function NavigationProgress() {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [leaving, setLeaving] = useState<string | null>(null);

  useEffect(() => {
    const timers: ReturnType<typeof setTimeout>[] = [];
    const clear = () => {
      for (const timer of timers.splice(0)) clearTimeout(timer);
    };
    const begin = (event: MouseEvent) => {
      if (!leadsElsewhere(event)) return;
      clear();
      timers.push(setTimeout(() => setLeaving(address), delayMs));
      timers.push(setTimeout(() => setLeaving(null), longestMs));
    };
    // In the capture phase: a link of Next prevents the default.
    document.addEventListener("click", begin, { capture: true });
    return () => {
      clear();
      document.removeEventListener("click", begin, { capture: true });
    };
  }, [address]);

  if (leaving !== address) return null;
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
