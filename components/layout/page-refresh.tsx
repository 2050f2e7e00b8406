"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page again at an interval, while somebody looks at it. */
export function PageRefresh({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), everyMs);
    return () => clearInterval(timer);
  }, [router, everyMs]);
  return null;
}
