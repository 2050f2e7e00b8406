"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { navigationEvent } from "./use-router";

/** Shown this long after a click, in milliseconds: most pages are there before. */
const delayMs = 150;
/** Hidden again after this time: a click may have been refused, or have started a download. */
const longestMs = 10_000;

/** Whether an address is another page of this application. */
const isElsewhere = ({ origin, pathname, search }: URL | HTMLAnchorElement) =>
  origin === location.origin && (pathname !== location.pathname || search !== location.search);

/** Whether a click opens another page of this application in this window. */
function leadsElsewhere({ button, metaKey, ctrlKey, shiftKey, altKey, target }: MouseEvent): boolean {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey || !(target instanceof Element)) return false;
  const link = target.closest("a[href]");
  if (!(link instanceof HTMLAnchorElement)) return false;
  if (link.hasAttribute("download") || !["", "_self"].includes(link.target)) return false;
  return isElsewhere(link);
}

/** A line at the top of the window while the page behind a clicked link, or one that the code opens, is on its way. */
export function NavigationProgress() {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [leaving, setLeaving] = useState<string | null>(null);

  useEffect(() => {
    const timers: ReturnType<typeof setTimeout>[] = [];
    const clear = () => {
      for (const timer of timers.splice(0)) clearTimeout(timer);
    };
    const begin = () => {
      clear();
      timers.push(setTimeout(() => setLeaving(address), delayMs));
      timers.push(setTimeout(() => setLeaving(null), longestMs));
    };
    const onClick = (event: MouseEvent) => {
      if (leadsElsewhere(event)) begin();
    };
    const onPush = (event: Event) => {
      if (event instanceof CustomEvent && isElsewhere(new URL(String(event.detail), location.href))) begin();
    };
    window.addEventListener(navigationEvent, onPush);
    // In the capture phase: a link of Next prevents the default.
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      clear();
      document.removeEventListener("click", onClick, { capture: true });
      window.removeEventListener(navigationEvent, onPush);
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
