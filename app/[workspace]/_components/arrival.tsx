"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { isSettled, pageName } from "./arrival-words";

const lookMs = 100;
const longestMs = 5_000;

/** What Next.js announced, which may be the title of the page before: it reads the title before the new one arrives. */
const announced = () => document.querySelector("next-route-announcer")?.shadowRoot?.textContent ?? "";

/**
 * After a navigation: if the link with the focus is gone, the heading of the new page gets the focus, so that screen
 * readers read it and Tab goes on from there. Otherwise the name of the page is announced, unless Next.js did.
 */
export function Arrival() {
  const pathname = usePathname();
  const shown = useRef(pathname);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    setSaid("");
    const began = performance.now();
    const timer = setInterval(() => {
      const waitedMs = performance.now() - began;
      const isWaiting = document.querySelector("main [aria-busy=true]") !== null;
      if (!isSettled({ waitedMs, isWaiting }) && waitedMs < longestMs) return;
      clearInterval(timer);
      const heading = [...document.querySelectorAll("h1")].find((one) => one.getClientRects().length > 0);
      if (heading && (document.activeElement === document.body || document.activeElement === null)) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      } else if (!announced().startsWith(pageName(document.title))) setSaid(pageName(document.title));
    }, lookMs);
    return () => clearInterval(timer);
  }, [pathname]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
