"use client";

import { useSyncExternalStore } from "react";

/** A choice between on and off that this browser stores. Only the choice that is not the default takes a place. */
export function createStoredSwitch(name: string, standard: boolean) {
  const storageKey = `understudy.${name}`;
  const listeners = new Set<() => void>();
  const other = standard ? "off" : "on";
  /** The choice on a page without storage. */
  let unstored = standard;
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    window.addEventListener("storage", listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener("storage", listener);
    };
  };
  const isOn = (): boolean => {
    try {
      return (localStorage.getItem(storageKey) === other) !== standard;
    } catch {
      return unstored;
    }
  };
  return {
    isOn,
    set(on: boolean): void {
      unstored = on;
      try {
        if (on === standard) localStorage.removeItem(storageKey);
        else localStorage.setItem(storageKey, other);
      } catch {
        // Without storage the choice lasts only for this page.
      }
      for (const listener of listeners) listener();
    },
    use: (): boolean => useSyncExternalStore(subscribe, isOn, () => standard),
  };
}
