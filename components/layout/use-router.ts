"use client";

import { useRouter as useNextRouter } from "next/navigation";
import { useMemo } from "react";
import { announce } from "../ui/navigation-event";

/** Next's router. Its `push` announces the navigation like a clicked link. */
export function useRouter() {
  const router = useNextRouter();
  return useMemo(() => {
    const push: typeof router.push = (href, options) => {
      announce(href);
      router.push(href, options);
    };
    return { ...router, push };
  }, [router]);
}
