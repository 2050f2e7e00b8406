"use client";

import { type ReactNode, useEffect, useState } from "react";
import { dialogPanel } from "../ui/dialog";
import { menuPanel } from "../ui/menu";
import { popoverPanel } from "../ui/popover";
import { useShell } from "./shell-context";
import { useShortcut } from "./use-shortcut";

export type ShellDialogsProps = {
  /** Loads their code. Called when the page is idle, so that it does not delay the page. */
  load: () => Promise<unknown>;
  children: ReactNode;
};

const idleMs = 1_500;

/** Mounts the palette (⌘K) and the list of shortcuts (?) when one of them is first opened. */
export function ShellDialogs({ load, children }: ShellDialogsProps) {
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
  return isNeeded ? children : null;
}
