"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";

/** Reads the page's data again. A refresh during another one is ignored, because it would abort it. */
export function useRefresh() {
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  const refresh = () => (isRefreshing ? undefined : startRefresh(() => router.refresh()));
  return { isRefreshing, refresh };
}
