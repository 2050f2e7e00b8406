"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { PaletteProps } from "./palette-dialog";
import { useShell } from "./shell-context";
import { useShortcut } from "./use-shortcut";

// Loaded when the page is idle, so that it does not delay the page and no early keystrokes are lost.
const load = () => import("./palette-dialog");
const PaletteDialog = dynamic(load, { ssr: false });
const restMs = 1_500;

/** ⌘K. */
export function CommandPalette(props: PaletteProps) {
  const { isPaletteOpen, setPaletteOpen } = useShell();
  const [isNeeded, setNeeded] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => {}), restMs);
    return () => clearTimeout(timer);
  }, []);
  useShortcut("mod+k", () => setPaletteOpen(!isPaletteOpen));
  if (isPaletteOpen && !isNeeded) setNeeded(true);
  return isNeeded ? <PaletteDialog {...props} /> : null;
}
