"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/api/action";
import type { Page } from "@/lib/core/cursor";

type LoadMoreProps<Item> = {
  /** The cursor of the next page. Null at the end. */
  cursor: string | null;
  load: (cursor: string) => Promise<ActionResult<Page<Item>>>;
  onLoaded: (page: Page<Item>) => void;
  /** Loads the next page automatically when the end of the list is near the viewport. */
  isEager?: boolean;
};

/** The distance from the viewport, in pixels. */
const nearPx = 1_000;

/** Shown below a list while there are more items. */
function LoadMore<Item>({ cursor, load, onLoaded, isEager = false }: LoadMoreProps<Item>) {
  const more = useAction({ run: load, onDone: onLoaded, failed: "The rest could not be loaded." });
  const end = useRef<HTMLParagraphElement>(null);
  const start = useEffectEvent((from: string) => more.start(from));
  useEffect(() => {
    if (!isEager || cursor === null || !end.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect(); // only once: after a failure, the person must press the button
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
  /** The number of items that are loaded automatically. */
  eagerUpTo?: number;
};

/**
 * A list whose first page is part of the page: the loaded items, and the button for more. A refresh replaces the first
 * page. Items that moved from it to later pages appear once.
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
      onLoaded={(next) =>
        setMore((before) => ({ items: [...(before?.items ?? []), ...next.items], nextCursor: next.nextCursor }))
      }
    />
  );
  return { items, rest, forget: () => setMore(null) };
}
