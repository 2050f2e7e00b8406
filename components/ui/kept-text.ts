"use client";

import { useCallback, useEffect, useState } from "react";

const inTab = (key: string) => `understudy.text.${key}`;

/** What this tab keeps under a key; null: nothing, or there is no store. */
export function readKept(key: string): string | null {
  try {
    return sessionStorage.getItem(inTab(key));
  } catch {
    return null;
  }
}

/** Keeps a text in this tab, or forgets it. */
export function keep(key: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(inTab(key));
    else sessionStorage.setItem(inTab(key), text);
  } catch {
    // Without a store a text lives as long as its page.
  }
}

/** Forgets everything that is kept: whoever signs in next in this tab is somebody else. */
export function forgetKept(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(inTab(""))) sessionStorage.removeItem(key);
  } catch {
    // There is no store, so nothing was kept.
  }
}

/** A text that somebody types, kept in this tab until it is sent or given up: a reload or another page does not lose it. */
export function useKeptText(key: string, initial = ""): [string, (text: string) => void, () => void] {
  const [text, setText] = useState(initial);
  // After the first render, which is the server's too; what was typed before that stays.
  useEffect(() => setText((now) => (now === initial ? (readKept(key) ?? initial) : now)), [key, initial]);
  const write = useCallback(
    (next: string) => {
      setText(next);
      keep(key, next === initial ? null : next);
    },
    [key, initial],
  );
  const forget = useCallback(() => {
    setText(initial);
    keep(key, null);
  }, [key, initial]);
  return [text, write, forget];
}
