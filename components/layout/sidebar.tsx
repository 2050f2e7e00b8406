"use client";

import { usePathname } from "next/navigation";
import { useId } from "react";
import { Avatar } from "../ui/avatar";
import { IconButton } from "../ui/icon-button";
import { Kbd } from "../ui/kbd";
import { Link } from "../ui/link";
import { Mark } from "../ui/mark";
import { MaskIcon } from "../ui/mask-icon";
import { Menu, type MenuItem } from "../ui/menu";
import { NavList, RailName } from "./nav-list";
import { useShell } from "./shell-context";
import { switchTheme } from "./theme";
import type { NavItem, Person, Shelf, TreeItem } from "./types";

export type SidebarProps = {
  workspace: { name: string };
  /** Actions in the menu of the workspace. Without any, the name is plain text. */
  workspaceMenu: readonly MenuItem[];
  nav: readonly NavItem[];
  footNav: readonly NavItem[];
  current: string | undefined;
  tree: { under: string; items: readonly TreeItem[]; current?: string };
  /** Quick access, below the entries. */
  shelves: readonly Shelf[];
  user: Person;
  /** Actions in the menu of the person, above shortcuts and sign-out. */
  userMenu: readonly MenuItem[];
  onSignOut: () => void;
};

const wide = "md:max-lg:hidden";

function Workspace({ workspace, items }: { workspace: { name: string }; items: readonly MenuItem[] | undefined }) {
  const style =
    "group relative flex h-9 w-full items-center gap-2.5 rounded-md px-2 font-semibold text-14 md:max-lg:w-9 md:max-lg:justify-center md:max-lg:px-0";
  const name = <RailName>{workspace.name}</RailName>;
  if (!items || items.length === 0) {
    return (
      <p className={style}>
        <Mark />
        {name}
      </p>
    );
  }
  return (
    <Menu
      label="Workspace"
      align="start"
      items={items}
      trigger={
        <button type="button" className={`${style} text-left hover:bg-surface-hover`}>
          <Mark />
          {name}
          <MaskIcon name="chevrons-up-down" className={`size-3.5 text-fg-muted ${wide}`} />
        </button>
      }
    />
  );
}

const mostOfShelf = 6;

function ShelfList({ shelf: { heading, items } }: { shelf: Shelf }) {
  const id = useId();
  const path = usePathname();
  return (
    <div className="mt-4 md:max-lg:hidden">
      <p id={id} className="px-2 pb-1 font-normal text-12 text-fg-subtle">
        {heading}
      </p>
      <ul aria-labelledby={id}>
        {items.slice(0, mostOfShelf).map(({ id: key, href, icon, label }) => (
          <li key={key}>
            <Link href={href} aria-current={href === path ? "page" : undefined} title={label} className="tree-link">
              {icon}
              <span>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Sidebar({
  workspace,
  workspaceMenu,
  nav,
  footNav,
  current,
  tree,
  shelves,
  user,
  userMenu = [],
  onSignOut,
}: SidebarProps) {
  const { setPaletteOpen, setHelpOpen } = useShell();
  return (
    <aside
      aria-label="Workspace"
      className="sticky top-0 z-20 flex h-dvh flex-col border-line border-r bg-surface-sunken p-2 max-md:hidden md:max-lg:items-center md:max-lg:px-0"
    >
      <Workspace workspace={workspace} items={workspaceMenu} />
      <button
        type="button"
        onClick={() => setPaletteOpen(true)}
        className="group relative mt-2 mb-3 flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface pr-1.5 pl-2 text-fg-muted md:max-lg:w-9 md:max-lg:justify-center md:max-lg:px-0"
      >
        <MaskIcon name="search" className="size-3.5" />
        <span className="flex-1 text-left md:max-lg:sr-only">Search or jump to</span>
        <Kbd keys={["mod", "K"]} className={wide} />
      </button>
      <nav
        aria-label="Main"
        className="min-h-0 flex-1 md:max-lg:overflow-visible lg:-mx-2 lg:overflow-y-auto lg:px-2 lg:py-px"
      >
        <NavList items={nav} current={current} tree={tree} />
        {shelves.map((shelf) => (
          <ShelfList key={shelf.heading} shelf={shelf} />
        ))}
      </nav>
      <div className="pt-2">
        <nav aria-label="Workspace">
          <NavList items={footNav} current={current} />
        </nav>
        <div className="mt-2 flex items-center gap-1 border-line border-t pt-2">
          <Menu
            label="You"
            align="start"
            side="top"
            items={[
              ...userMenu,
              {
                label: "Keyboard shortcuts",
                icon: <MaskIcon name="keyboard" />,
                keys: ["?"],
                onSelect: () => setHelpOpen(true),
              },
              "line",
              { label: "Sign out", icon: <MaskIcon name="log-out" />, onSelect: onSignOut },
            ]}
            trigger={
              <button
                type="button"
                className="grid min-w-0 flex-1 grid-cols-[24px_minmax(0,1fr)] items-center gap-x-2.5 rounded-md px-2 py-1 text-left hover:bg-surface-hover md:max-lg:block md:max-lg:px-1"
              >
                <Avatar name={user.name} silent className="row-span-2" />
                <span className="truncate font-medium leading-4 md:max-lg:sr-only">{user.name}</span>
                <span className="truncate text-12 text-fg-subtle md:max-lg:sr-only">{user.role}</span>
              </button>
            }
          />
          <IconButton
            label="Switch between light and dark"
            icon={<MaskIcon name="sun-moon" />}
            onClick={switchTheme}
            className={wide}
          />
        </div>
      </div>
    </aside>
  );
}
