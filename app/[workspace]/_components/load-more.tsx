"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/api/action";
import type { Page } from "@/lib/core/cursor";

export type LoadMoreProps<Item> = {
  /** Where the list goes on; null at its end. */
  cursor: string | null;
  load: (cursor: string) => Promise<ActionResult<Page<Item>>>;
  onLoaded: (page: Page<Item>) => void;
  /** Loads before anybody asks, when the end of the list comes near the window. */
  isEager?: boolean;
};

/** How near, in pixels. */
const nearPx = 1_000;

/** Under a list, while there is more of it. */
export function LoadMore<Item>({ cursor, load, onLoaded, isEager = false }: LoadMoreProps<Item>) {
  const more = useAction({ run: load, onDone: onLoaded, failed: "The rest could not be loaded." });
  const end = useRef<HTMLParagraphElement>(null);
  const start = useEffectEvent((from: string) => more.start(from));
  useEffect(() => {
    if (!isEager || cursor === null || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect(); // once: after a failure a person asks
        start(cursor);
      },
      { rootMargin: `${nearPx}px` },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isEager, cursor]);
  if (cursor === null) return null;
  return (
    <p ref={end} className="flex justify-center py-4">
      <Button onClick={() => more.start(cursor)} busy={more.isBusy && "Loading"}>
        Load more
      </Button>
    </p>
  );
}

type Pages<Item> = Pick<LoadMoreProps<Item>, "load"> & {
  first: Page<Item>;
  keyOf: (item: Item) => unknown;
  /** So many are loaded before anybody asks. */
  eagerUpTo?: number;
};

/**
 * A list whose first page comes with the page: the items that are loaded, and the button for the rest. A refresh brings
 * the first page anew; what moved from it into the next ones stands there once.
 */
export function usePages<Item>({ first, keyOf, load, eagerUpTo = 0 }: Pages<Item>) {
  const [more, setMore] = useState<Page<Item> | null>(null);
  const known = new Set(first.items.map(keyOf));
  const items = [...first.items, ...(more?.items.filter((item) => !known.has(keyOf(item))) ?? [])];
  const rest = (
    <LoadMore
      cursor={(more ?? first).nextCursor}
      load={load}
      isEager={items.length < eagerUpTo}
      onLoaded={(next) => setMore((before) => (before ? withPage(before, next) : next))}
    />
  );
  return { items, rest, forget: () => setMore(null) };
}

/** The list with its next page behind it. */
export function withPage<Item>(before: Page<Item>, next: Page<Item>): Page<Item> {
  return { items: [...before.items, ...next.items], nextCursor: next.nextCursor };
}
