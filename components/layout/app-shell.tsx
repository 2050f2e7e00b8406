"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { currentHref } from "../ui/current-href";
import { dialogPanel } from "../ui/dialog";
import { type MenuItem, menuPanel } from "../ui/menu";
import { popoverPanel } from "../ui/popover";
import { NavigationProvider, useLate, useNavigation } from "./navigation";
import { ShellProvider, useShell } from "./shell-context";
import { Sidebar } from "./sidebar";
import { TabBar } from "./tab-bar";
import type { CommandGroup, NavItem, Person, Shelf, TreeItem } from "./types";
import { useShortcut } from "./use-shortcut";

export type AppShellProps = {
  workspace: { name: string };
  workspaceMenu: readonly MenuItem[];
  nav: readonly NavItem[];
  /** At the bottom of the sidebar: "Use in your app", "Settings". */
  footNav: readonly NavItem[];
  /** Folders, below the entry with this address. */
  tree: { under: string; items: readonly TreeItem[]; current?: string };
  user: Person;
  /** Actions in the menu of the person. */
  userMenu: readonly MenuItem[];
  /** Quick access: favourites and recently opened items. */
  shelves: readonly Shelf[];
  /** Loads the code of the palette and of the list of shortcuts. Keep it stable. */
  loadDialogs: () => Promise<unknown>;
  /** Renders them. `pages` are the entries of the navigation, `close` closes what cannot be loaded. */
  dialogs: (pages: CommandGroup, close: () => void) => ReactNode;
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
      <ShellDialogs load={loadDialogs}>{(close) => dialogs(pages, close)}</ShellDialogs>
    </>
  );
}

/** The delay after a click before the line appears (ms). Most pages arrive earlier. */
const delayMs = 150;

/** A line at the top of the window while a page is loading after a click or a programmatic navigation. */
function NavigationProgress() {
  const to = useLate(delayMs);
  const pathname = usePathname();
  const query = useSearchParams();
  if (!to || (to.pathname === pathname && new URLSearchParams(to.search).toString() === query.toString())) return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading the page"
      className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5"
    >
      <div className="navigation-progress h-full origin-left bg-accent" />
    </div>
  );
}

type ShellDialogsProps = {
  /** Loads their code. Called when the page is idle, so that it does not delay the page. */
  load: () => Promise<unknown>;
  children: (close: () => void) => ReactNode;
};

const idleMs = 1_500;

/** Mounts the palette (⌘K) and the list of shortcuts (?) when one of them is first opened. */
function ShellDialogs({ load, children }: ShellDialogsProps) {
  const { isPaletteOpen, setPaletteOpen, isHelpOpen, setHelpOpen } = useShell();
  const [isNeeded, setNeeded] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      load().catch(() => {});
      for (const panel of [menuPanel, popoverPanel, dialogPanel]) panel.ask();
    }, idleMs);
    return () => clearTimeout(timer);
  }, [load]);
  useShortcut("mod+k", () => setPaletteOpen(!isPaletteOpen));
  useShortcut("?", () => setHelpOpen(true));
  if ((isPaletteOpen || isHelpOpen) && !isNeeded) setNeeded(true);
  const close = () => {
    setPaletteOpen(false);
    setHelpOpen(false);
    setNeeded(false);
  };
  return isNeeded ? children(close) : null;
}
