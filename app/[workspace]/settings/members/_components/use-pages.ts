"use client";

import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/api/action";
import type { Page } from "@/lib/core/cursor";

/** A list whose first page is part of the page. The rest is loaded on demand. */
export function usePages<Item>(first: Page<Item>, load: (cursor: string) => Promise<ActionResult<Page<Item>>>) {
  const [more, setMore] = useState<Page<Item> | null>(null);
  const nextCursor = more ? more.nextCursor : first.nextCursor;
  const { start, isBusy } = useAction({
    run: load,
    onDone: (next) => setMore((before) => ({ ...next, items: [...(before?.items ?? []), ...next.items] })),
    failed: "The rest could not be loaded.",
  });
  const loadMore = () => (nextCursor === null ? undefined : start(nextCursor));
  return { items: [...first.items, ...(more?.items ?? [])], hasMore: nextCursor !== null, isLoading: isBusy, loadMore };
}
