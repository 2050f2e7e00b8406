import type { ReactNode } from "react";

export type NavItem = {
  href: string;
  label: string;
  icon: ReactNode;
  count?: number | string;
  /**
   * The count is the number of items that wait for the person. The tab bar then marks the entry. Other counts appear
   * only in the sidebar.
   */
  isWaiting?: boolean;
  /** For the tab bar, if the label is too long. */
  short?: string;
};
export type TreeItem = { href: string; label: string; icon?: ReactNode; count?: number };
export type Person = { name: string; role: string };

export type CommandItem = {
  id: string;
  label: string;
  /** On the right, lighter: the reach of an action ("live at once for 41,200 uses a day"). */
  hint?: string;
  icon?: ReactNode;
  keys?: string[];
  /** Additional search words. */
  keywords?: string[];
  href?: string;
  onSelect?: () => void;
  /** A second line: the matching text with the matched ranges. */
  detail?: { place: string; text: string; marks: readonly (readonly [number, number])[] };
};
export type CommandGroup = { heading: string; items: readonly CommandItem[] };
/** Quick access, in the sidebar and at the top of the palette. */
export type Shelf = { heading: string; items: readonly (CommandItem & { href: string })[] };
/** Searches while the user types. Keep it stable (useCallback). */
export type CommandSearch = (query: string) => Promise<readonly CommandGroup[]>;

export type ShortcutGroup = { heading: string; items: readonly { keys: string[]; label: string }[] };
