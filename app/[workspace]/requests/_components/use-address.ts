"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useTransition } from "react";
import { useRouter } from "@/components/layout/use-router";

/** The address parameter of the open request. It is not a filter. */
const ofRow = "request";

export type Changes = Readonly<Record<string, string | null>>;

/** Returns the page's address with changed filters. A change closes the open request. */
export function useAddress() {
  const [isPending, startTransition] = useTransition();
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const hrefWith = useCallback(
    (changes: Changes) => {
      const params = new URLSearchParams(search);
      params.delete(ofRow);
      for (const [key, value] of Object.entries(changes)) {
        if (value === null) params.delete(key);
        else params.set(key, value);
      }
      return params.size > 0 ? `${path}?${params}` : path;
    },
    [path, search],
  );
  const go = useCallback(
    (changes: Changes) => startTransition(() => router.push(hrefWith(changes), { scroll: false })),
    [router, hrefWith],
  );
  return { path, search, isPending, hrefWith, go };
}
