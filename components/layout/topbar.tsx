"use client";

import type { ReactNode } from "react";
import { IconButton } from "../ui/icon-button";
import { Link } from "../ui/link";
import { Mark } from "../ui/mark";
import { MaskIcon } from "../ui/mask-icon";
import { useIsSkeleton } from "./page-region";
import { useShell } from "./shell-context";

export type Crumb = { label: string; href?: string };

export type TopbarProps = {
  /** The path to the page. The last one is its h1. */
  crumbs: readonly Crumb[];
  /** Beside the title: a number, a tag, "4 changes since v18". */
  state?: ReactNode;
  /** On the right: buttons, at most one primary. */
  actions?: ReactNode;
};

/** Path, state and actions. Sticky. Under 820 px a back button replaces the path. */
export function Topbar({ crumbs, state, actions }: TopbarProps) {
  const { setPaletteOpen } = useShell();
  const title = crumbs.at(-1)?.label ?? "";
  const Title = useIsSkeleton() ? "p" : "h1";
  const above = crumbs.slice(0, -1);
  const back = above.findLast((crumb) => crumb.href)?.href;
  return (
    <header className="sticky top-0 z-10 flex h-[var(--topbar)] shrink-0 items-center gap-2 border-line border-b bg-surface px-6 max-md:px-4">
      {above.length === 0 ? (
        <>
          <span className="md:hidden">
            <Mark />
          </span>
          <Title className="truncate font-semibold text-16">{title}</Title>
        </>
      ) : (
        <>
          {back ? (
            <IconButton
              label="Back"
              icon={<MaskIcon name="chevron-left" />}
              href={back}
              className="-ml-2.5 md:hidden"
            />
          ) : null}
          <nav aria-label="Path" className="shrink-0 max-md:hidden">
            <ol className="flex items-center gap-1.5 whitespace-nowrap text-14 text-fg-muted">
              {above.map((crumb) => (
                <li key={crumb.label} className="flex items-center gap-1.5">
                  {crumb.href ? (
                    <Link href={crumb.href} className="hover:text-fg">
                      {crumb.label}
                    </Link>
                  ) : (
                    crumb.label
                  )}
                  <span aria-hidden="true" className="text-line-control">
                    /
                  </span>
                </li>
              ))}
            </ol>
          </nav>
          <Title className="-ml-0.5 truncate font-semibold text-14 max-md:ml-0">{title}</Title>
        </>
      )}
      {state ? (
        <div className="flex min-w-0 shrink-[99] items-center gap-2 text-fg-muted has-[[data-mark]]:min-w-4 has-[>[data-tag]]:shrink-0 has-[>span>[data-tag]]:shrink-0">
          {state}
        </div>
      ) : null}
      <div className="ml-auto flex shrink-0 items-center gap-2">
        {above.length === 0 ? (
          <IconButton
            label="Search or jump to"
            icon={<MaskIcon name="search" className="size-5" />}
            className="md:hidden"
            onClick={() => setPaletteOpen(true)}
          />
        ) : null}
        {actions}
      </div>
    </header>
  );
}
