import type { ReactNode } from "react";

export type NavItem = {
  href: string;
  label: string;
  icon: ReactNode;
  count?: number | string;
  /** The count is of what waits for the person: the tab bar then marks it. Other counts only stand in the sidebar. */
  isWaiting?: boolean;
  /** For the tab bar, when the label is too long there. */
  short?: string;
};
export type TreeItem = { href: string; label: string; icon?: ReactNode; count?: number };
export type Person = { name: string; role: string };

export type CommandItem = {
  id: string;
  label: string;
  /** Right, lighter: the reach of an act ("live at once for 41,200 uses a day"). */
  hint?: string;
  icon?: ReactNode;
  keys?: string[];
  /** More words to find it by. */
  keywords?: string[];
  href?: string;
  onSelect?: () => void;
  /** A second line: the text in which it was found, with the ranges that were. */
  detail?: { place: string; text: string; marks: readonly (readonly [number, number])[] };
};
export type CommandGroup = { heading: string; items: readonly CommandItem[] };
/** What is at hand, in the sidebar and first in the palette. */
export type Shelf = { heading: string; items: readonly (CommandItem & { href: string })[] };
/** Looks things up as somebody types. Keep it stable (useCallback). */
export type CommandSearch = (query: string) => Promise<readonly CommandGroup[]>;

export type ShortcutGroup = { heading: string; items: readonly { keys: string[]; label: string }[] };
