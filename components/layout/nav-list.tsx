"use client";

import { Folder } from "lucide-react";
import Link from "next/link";
import { cn } from "../ui/cn";
import type { NavItem, TreeItem } from "./types";

// On the rail the name is a small flag beside the icon, shown on hover and focus; elsewhere it is the label.
const railName =
  "md:max-lg:pointer-events-none md:max-lg:absolute md:max-lg:left-full md:max-lg:z-30 md:max-lg:ml-2 md:max-lg:whitespace-nowrap md:max-lg:rounded-sm md:max-lg:bg-surface-inverse md:max-lg:px-2 md:max-lg:py-1 md:max-lg:text-12 md:max-lg:text-fg-inverse md:max-lg:opacity-0 md:max-lg:group-hover:opacity-100 md:max-lg:group-focus-visible:opacity-100";

export function RailName({ children }: { children: string }) {
  return <span className={cn("min-w-0 flex-1 truncate", railName)}>{children}</span>;
}

function Tree({ items, current }: { items: readonly TreeItem[]; current: string | undefined }) {
  return (
    <ul className="mt-0.5 mb-1.5 ml-[15px] border-line border-l pl-2 md:max-lg:hidden">
      {items.map((item) => (
        <li key={item.href}>
          <Link
            href={item.href}
            aria-current={item.href === current ? "page" : undefined}
            className="flex h-[26px] items-center gap-2 rounded-md px-2 text-fg-muted transition-colors hover:bg-surface-hover aria-[current]:text-fg [&>svg]:size-3.5"
          >
            {item.icon ?? <Folder />}
            <span className="min-w-0 flex-1 truncate">{item.label}</span>
            {item.count === undefined ? null : (
              <span className="text-12 text-fg-subtle tabular-nums">{item.count}</span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}

export type NavListProps = {
  items: readonly NavItem[];
  current: string | undefined;
  /** Folders under the entry with this address. */
  tree?: { under: string; items: readonly TreeItem[]; current?: string };
};

export function NavList({ items, current, tree }: NavListProps) {
  return (
    <ul className="md:max-lg:grid md:max-lg:justify-items-center">
      {items.map((item) => (
        <li key={item.href} className="mb-px">
          <Link
            href={item.href}
            aria-current={item.href === current ? "page" : undefined}
            className="group relative flex h-[30px] items-center gap-2.5 rounded-md px-2 font-medium text-fg-muted transition-colors hover:bg-surface-hover aria-[current]:bg-surface aria-[current]:text-fg aria-[current]:shadow-[0_0_0_1px_var(--border),var(--lift-control)] md:max-lg:h-[34px] md:max-lg:w-9 md:max-lg:justify-center md:max-lg:px-0"
          >
            {item.icon}
            <RailName>{item.label}</RailName>
            {item.count === undefined ? null : (
              <span className="font-normal text-12 text-fg-subtle tabular-nums md:max-lg:hidden">{item.count}</span>
            )}
          </Link>
          {tree && tree.under === item.href && tree.items.length > 0 ? (
            <Tree items={tree.items} current={tree.current} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
