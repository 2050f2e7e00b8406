"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { useNavigation } from "../layout/navigation";
import { cn } from "./cn";
import { currentHref } from "./current-href";
import { Link } from "./link";

export type TabLink = {
  href: string;
  label: ReactNode;
  icon?: ReactNode;
  count?: number;
  /** For tabs that differ only in a URL parameter. Set it on all of them. */
  isCurrent?: boolean;
};

/** At most this many tabs fit on a wide page. */
const fewTabs = 10;

/** The tab that was clicked last. If each page renders the tabs again, the keyboard focus continues from it. */
let followed: string | null = null;

/** Tabs that are pages. The current tab is the one with the open address, unless `isCurrent` is set. */
export function TabLinks({ label, items }: { label: string; items: readonly TabLink[] }) {
  const open = currentHref(usePathname(), items);
  const hasCurrent = items.some(({ isCurrent }) => isCurrent !== undefined);
  const current = hasCurrent ? items.find(({ isCurrent }) => isCurrent)?.href : open;
  const { to } = useNavigation();
  // The requested tab is marked immediately.
  const target = to && items.find(({ href }) => href === to.pathname + to.search);
  const marked = target ? target.href : current;
  const nav = useRef<HTMLElement>(null);
  // If the tabs are wider than the page, scrolls the current one into view.
  useEffect(() => {
    const tab = current ? nav.current?.querySelector<HTMLElement>("[aria-current]") : null;
    if (!nav.current || !tab) return;
    if (followed === current && document.activeElement === document.body) tab.focus({ preventScroll: true });
    followed = null;
    const [own, of] = [tab.getBoundingClientRect(), nav.current.getBoundingClientRect()];
    if (own.left < of.left || own.right > of.right) nav.current.scrollLeft += own.left - of.left - 48;
  }, [current]);
  return (
    <nav
      ref={nav}
      aria-label={label}
      className={cn(
        "flex h-full min-w-0 gap-5",
        items.length > fewTabs
          ? "overflow-x-auto overflow-y-hidden"
          : "max-xl:overflow-x-auto max-xl:overflow-y-hidden",
      )}
    >
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.href === marked ? "page" : undefined}
          onClick={() => {
            followed = item.href;
          }}
          className="-mb-px flex h-full shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 font-medium text-fg-muted transition-colors hover:text-fg focus-visible:-outline-offset-2 aria-[current]:border-fg aria-[current]:text-fg max-md:h-[42px]"
        >
          {item.icon}
          {item.label}
          {item.count === undefined ? null : (
            <span className="text-12 text-fg-subtle tabular-nums">{item.count.toLocaleString("en-US")}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
