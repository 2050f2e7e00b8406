"use client";

import { useState } from "react";
import { cn } from "../ui/cn";
import { Link } from "../ui/link";
import type { NavItem, TreeItem } from "./types";

export function RailName({ children }: { children: string }) {
  return <span className="rail-name">{children}</span>;
}

/** The number of folders shown initially. A workspace may have hundreds. */
const mostFolders = 10;

const countText = (count: number | string) => (typeof count === "number" ? count.toLocaleString("en-US") : count);

function Tree({ items: all, current }: { items: readonly TreeItem[]; current: string | undefined }) {
  const [isWhole, setWhole] = useState(false);
  // A single remaining folder is shown, because a button would take the same space.
  const isLong = !isWhole && all.length > mostFolders + 1;
  const items = isLong ? all.filter((item, index) => index < mostFolders || item.href === current) : all;
  return (
    <ul className="mt-0.5 mb-1.5 ml-[15px] border-line border-l pl-2 md:max-lg:hidden">
      {items.map((item) => (
        <li key={item.href}>
          <Link
            href={item.href}
            aria-current={item.href === current ? "page" : undefined}
            className={cn("tree-link", !item.icon && "tree-folder")}
          >
            {item.icon}
            <span>{item.label}</span>
            {item.count === undefined ? null : <span className="tree-count">{countText(item.count)}</span>}
          </Link>
        </li>
      ))}
      {isLong ? (
        <li>
          <button type="button" onClick={() => setWhole(true)} className="tree-link w-full">
            {`${all.length - items.length} more folders`}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

export type NavListProps = {
  items: readonly NavItem[];
  current: string | undefined;
  /** Folders below the entry with this address. */
  tree?: { under: string; items: readonly TreeItem[]; current?: string };
};

export function NavList({ items, current, tree }: NavListProps) {
  return (
    <ul className="md:max-lg:grid md:max-lg:justify-items-center">
      {items.map((item) => (
        <li key={item.href} className="mb-px">
          <Link href={item.href} aria-current={item.href === current ? "page" : undefined} className="group nav-link">
            {item.icon}
            <RailName>{item.label}</RailName>
            {item.count === undefined ? null : <span className="nav-count">{countText(item.count)}</span>}
          </Link>
          {tree && tree.under === item.href && tree.items.length > 0 ? (
            <Tree items={tree.items} current={tree.current} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
