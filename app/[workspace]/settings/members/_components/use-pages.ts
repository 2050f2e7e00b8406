"use client";

import { useState } from "react";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/api/action";
import type { Page } from "@/lib/core/cursor";

/** A list whose first page comes with the page, the rest on asking. */
export function usePages<Item>(first: Page<Item>, load: (cursor: string) => Promise<ActionResult<Page<Item>>>) {
  const [more, setMore] = useState<Page<Item> | null>(null);
  const [isLoading, setLoading] = useState(false);
  const nextCursor = more ? more.nextCursor : first.nextCursor;
  const loadMore = async () => {
    if (!nextCursor) return;
    setLoading(true);
    const result = await load(nextCursor);
    setLoading(false);
    if (!result.ok) toast({ tone: "failed", title: "The rest could not be loaded.", detail: result.error.message });
    else setMore((before) => ({ ...result.data, items: [...(before?.items ?? []), ...result.data.items] }));
  };
  return { items: [...first.items, ...(more?.items ?? [])], hasMore: nextCursor !== null, isLoading, loadMore };
}
