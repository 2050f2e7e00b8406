"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { PaletteProps } from "./palette-dialog";
import { useShell } from "./shell-context";
import { useShortcut } from "./use-shortcut";

// Loaded when it is first asked for: no page waits for it.
const PaletteDialog = dynamic(() => import("./palette-dialog"), { ssr: false });

/** ⌘K. */
export function CommandPalette(props: PaletteProps) {
  const { isPaletteOpen, setPaletteOpen } = useShell();
  const [isNeeded, setNeeded] = useState(false);
  useShortcut("mod+k", () => setPaletteOpen(!isPaletteOpen));
  if (isPaletteOpen && !isNeeded) setNeeded(true);
  return isNeeded ? <PaletteDialog {...props} /> : null;
}
