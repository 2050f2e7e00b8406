"use client";

import { Link } from "../ui/link";
import { MaskIcon } from "../ui/mask-icon";
import { Menu, type MenuItem } from "../ui/menu";
import { useShell } from "./shell-context";
import { switchTheme } from "./theme";
import type { NavItem, Person } from "./types";
import { useRouter } from "./use-router";

export type TabBarProps = {
  /** The first four are tabs, the others are in the menu More. */
  items: readonly NavItem[];
  current: string | undefined;
  user: Person;
  /** The actions of the person and of the workspace, which have no other place here. */
  more: readonly MenuItem[];
  onSignOut: () => void;
};

/** The navigation under 820 px. */
export function TabBar({ items, current, user, more = [], onSignOut }: TabBarProps) {
  const { setHelpOpen } = useShell();
  const router = useRouter();
  const tabs = items.slice(0, 4);
  const rest = items.slice(4);
  return (
    <nav
      aria-label="Main, small screens"
      className="fixed inset-x-0 bottom-0 z-20 grid h-15 auto-cols-fr grid-flow-col border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {tabs.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.href === current ? "page" : undefined}
          className="tab-link"
        >
          {item.icon}
          <span className="max-w-full truncate">{item.short ?? item.label}</span>
          {item.isWaiting && item.count ? (
            <span className="absolute top-1.5 left-[calc(50%+6px)] h-4 min-w-4 rounded-full bg-negative px-1 text-center font-semibold text-11 text-surface leading-4">
              {item.count}
            </span>
          ) : null}
        </Link>
      ))}
      <Menu
        label="More"
        side="top"
        items={[
          ...rest.map((item) => ({ label: item.label, icon: item.icon, onSelect: () => router.push(item.href) })),
          ...(rest.length > 0 ? (["line"] as const) : []),
          ...more,
          { label: "Switch between light and dark", icon: <MaskIcon name="sun-moon" />, onSelect: switchTheme },
          { label: "Keyboard shortcuts", icon: <MaskIcon name="keyboard" />, onSelect: () => setHelpOpen(true) },
          "line",
          { label: "Sign out", hint: user.name, icon: <MaskIcon name="log-out" />, onSelect: onSignOut },
        ]}
        trigger={
          <button
            type="button"
            className="tab-link"
            aria-current={rest.some((item) => item.href === current) ? "page" : undefined}
          >
            <MaskIcon name="ellipsis" />
            <span>More</span>
          </button>
        }
      />
    </nav>
  );
}
