"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/api/action";
import type { Page } from "@/lib/core/cursor";

export type LoadMoreProps<Item> = {
  /** Where the list goes on; null at its end. */
  cursor: string | null;
  load: (cursor: string) => Promise<ActionResult<Page<Item>>>;
  onLoaded: (page: Page<Item>) => void;
};

/** Under a list, while there is more of it. */
export function LoadMore<Item>({ cursor, load, onLoaded }: LoadMoreProps<Item>) {
  const [isLoading, setLoading] = useState(false);
  if (cursor === null) return null;
  const more = async () => {
    setLoading(true);
    const result = await load(cursor);
    setLoading(false);
    if (result.ok) onLoaded(result.data);
    else toast({ tone: "failed", title: "The rest could not be loaded.", detail: result.error.message });
  };
  return (
    <p className="flex justify-center py-4">
      <Button onClick={more} busy={isLoading && "Loading"}>
        Load more
      </Button>
    </p>
  );
}

/** The list with its next page behind it. */
export function withPage<Item>(before: Page<Item>, next: Page<Item>): Page<Item> {
  return { items: [...before.items, ...next.items], nextCursor: next.nextCursor };
}
