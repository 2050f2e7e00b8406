"use client";

import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { Waiting } from "@/lib/api/waiting";
import { useWorkspace } from "./use-workspace";

/**
 * How long a number is good enough for another page or after a return to the window, and for a page that stays open.
 */
const [freshMs, longestMs] = [10_000, 60_000];

/**
 * The number beside the inbox. It is read again with every page that the server renders, after a navigation, when the
 * window gets the focus, and once a minute while the page is visible.
 */
export function useWaiting(rendered: Waiting): number {
  const workspace = useWorkspace();
  const pathname = usePathname();
  const [known, setKnown] = useState(rendered);
  const readAt = useRef(0);
  if (rendered.at > known.at) setKnown(rendered);
  const read = useEffectEvent(async (olderThanMs: number) => {
    const now = performance.now();
    if (document.visibilityState !== "visible" || now - readAt.current < olderThanMs) return;
    readAt.current = now;
    const answer = await fetch(`/api/waiting/${workspace}`)
      .then((response) => (response.ok ? (response.json() as Promise<Waiting>) : null))
      .catch(() => null);
    if (answer) setKnown((before) => (answer.at > before.at ? answer : before));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a server render counts as a read
  useEffect(() => {
    readAt.current = performance.now();
  }, [rendered.at]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read after each navigation
  useEffect(() => {
    void read(freshMs);
  }, [pathname]);
  useEffect(() => {
    const comeBack = () => void read(freshMs);
    const timer = setInterval(() => void read(longestMs), longestMs / 4);
    window.addEventListener("focus", comeBack);
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      clearInterval(timer);
      window.removeEventListener("focus", comeBack);
      document.removeEventListener("visibilitychange", comeBack);
    };
  }, []);
  return known.count;
}
