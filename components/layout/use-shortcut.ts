"use client";

import { useEffect, useEffectEvent } from "react";
import { singleKeys } from "./single-keys";

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("textarea, select, input:not([type=checkbox], [type=radio])") ||
    Boolean(target.closest(".monaco-editor")));

const isInDialog = () => document.querySelector("[role=dialog], [role=menu]") !== null;

/**
 * Calls `act` on a key: "mod+k", "mod+s", "mod+enter", or a single one ("?", "c"). Single keys are ignored while the
 * user types, while a dialog is open, and when they are turned off.
 */
export function useShortcut(key: string, act: () => void, isOn = true): void {
  const actNow = useEffectEvent(act);
  useEffect(() => {
    if (!isOn) return;
    const wantsMod = key.startsWith("mod+");
    const shortcutKey = (wantsMod ? key.slice(4) : key).toLowerCase();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.key.toLowerCase() !== shortcutKey) return;
      const hasMod = event.metaKey || event.ctrlKey;
      if (hasMod !== wantsMod || event.altKey) return;
      if (!wantsMod && (isTyping(event.target) || isInDialog() || !singleKeys.isOn())) return;
      event.preventDefault();
      actNow();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [key, isOn]);
}
