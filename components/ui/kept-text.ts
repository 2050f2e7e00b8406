"use client";

import { useCallback, useEffect, useState } from "react";

const inTab = (key: string) => `understudy.text.${key}`;

/** Returns the text that this tab stores under a key. Null: none, or storage is unavailable. */
export function readKept(key: string): string | null {
  try {
    return sessionStorage.getItem(inTab(key));
  } catch {
    return null;
  }
}

/** Stores a text in this tab, or deletes it. */
export function keep(key: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(inTab(key));
    else sessionStorage.setItem(inTab(key), text);
  } catch {
    // Without storage a text lasts as long as its page.
  }
}

/** Deletes all stored texts, because another person may sign in next in this tab. */
export function forgetKept(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(inTab(""))) sessionStorage.removeItem(key);
  } catch {
    // Storage is unavailable, so nothing was stored.
  }
}

/** A typed text that is stored in this tab until it is sent or discarded. A reload or a navigation keeps it. */
export function useKeptText(key: string, initial = ""): [string, (text: string) => void, () => void] {
  const [text, setText] = useState(initial);
  // After the first render, which must equal the server's. A text typed before that is kept.
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
