"use client";

import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
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
  const more = useAction({ run: load, onDone: onLoaded, failed: "The rest could not be loaded." });
  if (cursor === null) return null;
  return (
    <p className="flex justify-center py-4">
      <Button onClick={() => more.start(cursor)} busy={more.isBusy && "Loading"}>
        Load more
      </Button>
    </p>
  );
}

/** The list with its next page behind it. */
export function withPage<Item>(before: Page<Item>, next: Page<Item>): Page<Item> {
  return { items: [...before.items, ...next.items], nextCursor: next.nextCursor };
}
