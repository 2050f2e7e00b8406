"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { currentHref } from "../ui/current-href";
import type { MenuItem } from "../ui/menu";
import { NavigationProvider, useNavigation } from "./navigation";
import { NavigationProgress } from "./navigation-progress";
import { ShellProvider } from "./shell-context";
import { ShellDialogs } from "./shell-dialogs";
import { Sidebar } from "./sidebar";
import { TabBar } from "./tab-bar";
import type { CommandGroup, NavItem, Person, Shelf, TreeItem } from "./types";

export type AppShellProps = {
  workspace: { name: string };
  workspaceMenu?: readonly MenuItem[];
  nav: readonly NavItem[];
  /** At the bottom of the sidebar: "Use in your app", "Settings". */
  footNav?: readonly NavItem[];
  /** Folders, below the entry with this address. */
  tree?: { under: string; items: readonly TreeItem[]; current?: string };
  user: Person;
  /** Actions in the menu of the person. */
  userMenu?: readonly MenuItem[];
  /** Quick access: favourites and recently opened items. */
  shelves?: readonly Shelf[];
  /** Loads the code of the palette and of the list of shortcuts. Keep it stable. */
  loadDialogs: () => Promise<unknown>;
  /** Renders them. `pages` are the entries of the navigation. */
  dialogs: (pages: CommandGroup) => ReactNode;
  onSignOut: () => void;
  children: ReactNode;
};

/**
 * The frame of the application: a sidebar from 1180 px, a rail of icons from 820 px, a tab bar below that. Pages add
 * Topbar, Subbar and Main.
 */
export function AppShell(props: AppShellProps) {
  return (
    <NavigationProvider>
      <ShellProvider>
        <Frame {...props} />
      </ShellProvider>
    </NavigationProvider>
  );
}

function Frame({
  workspace,
  workspaceMenu,
  nav,
  footNav = [],
  tree,
  user,
  userMenu = [],
  shelves = [],
  loadDialogs,
  dialogs,
  onSignOut,
  children,
}: AppShellProps) {
  const all = [...nav, ...footNav];
  const { to } = useNavigation();
  const pathname = usePathname();
  // The requested page is marked immediately.
  const current = currentHref(to?.pathname ?? pathname, all);
  const pages: CommandGroup = {
    heading: "Go to",
    items: all.map((item) => ({ id: `go ${item.href}`, label: item.label, icon: item.icon, href: item.href })),
  };
  return (
    <>
      <NavigationProgress />
      <a
        href="#main"
        className="-top-15 fixed left-2 z-50 rounded-md bg-ink px-3 py-2 font-medium text-on-ink focus:top-2"
      >
        Skip to content
      </a>
      <div className="min-h-dvh max-md:pb-15 md:grid md:grid-cols-[var(--rail)_minmax(0,1fr)] lg:grid-cols-[var(--sidebar)_minmax(0,1fr)]">
        <Sidebar
          workspace={workspace}
          workspaceMenu={workspaceMenu}
          nav={nav}
          footNav={footNav}
          current={current}
          tree={tree}
          shelves={shelves}
          user={user}
          userMenu={userMenu}
          onSignOut={onSignOut}
        />
        <div className="flex min-h-dvh min-w-0 flex-col max-md:min-h-[calc(100dvh-60px)]">{children}</div>
      </div>
      <TabBar
        items={all}
        current={current}
        user={user}
        more={[...(workspaceMenu ?? []), "line", ...userMenu]}
        onSignOut={onSignOut}
      />
      <ShellDialogs load={loadDialogs}>{dialogs(pages)}</ShellDialogs>
    </>
  );
}
