"use client";

import { useRouter as useNextRouter } from "next/navigation";
import { useMemo } from "react";

export const navigationEvent = "navigation";

/** Next's router, whose `push` shows the progress line as a clicked link does. */
export function useRouter() {
  const router = useNextRouter();
  return useMemo(() => {
    const push: typeof router.push = (href, options) => {
      window.dispatchEvent(new CustomEvent(navigationEvent, { detail: href }));
      router.push(href, options);
    };
    return { ...router, push };
  }, [router]);
}
