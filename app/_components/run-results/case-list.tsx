"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { ComparedCase } from "@/lib/evaluation/comparison/views";
import { CaseMarks } from "./case-marks";

type Props = {
  items: readonly ComparedCase[];
  open: string | null;
  hrefOf: (key: string) => string;
  onOpen: (key: string) => void;
  onMore: (() => void) | null;
  isOld: boolean;
};

/** The list of cases with number, title, tags and four marks each. */
export function CaseList({ items, open, hrefOf, onOpen, onMore, isOld }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const last = useRef(open);
  useEffect(() => {
    // Does not scroll to the case that is open at first, because the page starts with the verdict.
    if (last.current === open) return;
    last.current = open;
    if (open) list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [open]);
  return (
    <>
      <ul ref={list} aria-label="Cases" aria-busy={isOld || undefined} className={cn(isOld && "opacity-60")}>
        {items.map((one) => (
          <li key={one.key}>
            <a
              href={hrefOf(one.key)}
              aria-current={one.key === open ? "true" : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                onOpen(one.key);
              }}
              className="grid h-9 scroll-mt-[calc(var(--topbar)+100px)] scroll-mb-4 grid-cols-[34px_minmax(0,1fr)_auto] items-center border-line border-b pr-4 pl-6 transition-colors hover:bg-surface-hover focus-visible:-outline-offset-2 aria-[current]:bg-surface-selected aria-[current]:shadow-[inset_2px_0_0_var(--accent)] max-md:h-11 max-md:px-4"
            >
              <span className="text-fg-subtle tabular-nums">{one.position}</span>
              <span className="truncate pr-2">
                {one.title}
                {one.tags.length > 0 ? (
                  <span className="ml-2 text-12 text-fg-subtle max-lg:hidden">
                    <span className="sr-only">, </span>
                    {one.tags.join(", ")}
                  </span>
                ) : null}
              </span>
              <CaseMarks one={one} />
            </a>
          </li>
        ))}
      </ul>
      {onMore ? (
        <p className="flex justify-center py-3">
          <Button size="sm" onClick={onMore}>
            Load more
          </Button>
        </p>
      ) : null}
    </>
  );
}
