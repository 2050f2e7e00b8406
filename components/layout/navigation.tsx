"use client";

import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useMemo,
  useOptimistic,
  useState,
} from "react";
import { navigationEvent } from "../ui/navigation-event";
import { useLatest } from "../ui/use-latest";

/** A requested page. Each request creates a new object. */
export type Destination = { pathname: string; search: string };
type Navigation = {
  /** The page that is loading. */
  to: Destination | null;
  /** The page that was requested last, whether it has arrived or not. */
  last: Destination | null;
};

const Context = createContext<Navigation>({ to: null, last: null });

/** Tracks the page that is loading, from the click until the router shows it or another page. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  // The router's transition starts in the same event, so React commits both together, also if the page is dropped.
  const [pending, setPending] = useOptimistic<Destination | null>(null);
  const [last, setLast] = useState<Destination | null>(null);
  const [dropped, setDropped] = useState<Destination | null>(null);
  const to = pending === dropped ? null : pending;
  const latest = useLatest(pending);
  useEffect(() => {
    const begin = (event: Event) => {
      if (!(event instanceof CustomEvent)) return;
      const { origin, pathname, search } = new URL(String(event.detail), location.href);
      if (origin !== location.origin) return;
      const destination = { pathname, search };
      setLast(destination);
      startTransition(() => setPending(destination));
    };
    // The browser restored this page from its back/forward cache.
    const comeBack = ({ persisted }: PageTransitionEvent) => persisted && setDropped(latest.current);
    window.addEventListener(navigationEvent, begin);
    window.addEventListener("pageshow", comeBack);
    return () => {
      window.removeEventListener(navigationEvent, begin);
      window.removeEventListener("pageshow", comeBack);
    };
  }, [setPending, latest]);
  const value = useMemo(() => ({ to, last }), [to, last]);
  return <Context value={value}>{children}</Context>;
}

export const useNavigation = () => useContext(Context);

/** Returns the page that has been loading for longer than this, in milliseconds. */
export function useLate(ms: number): Destination | null {
  const { to } = useNavigation();
  const [late, setLate] = useState<Destination | null>(null);
  useEffect(() => {
    if (!to) return;
    const timer = setTimeout(() => setLate(to), ms);
    return () => clearTimeout(timer);
  }, [to, ms]);
  return to && late === to ? to : null;
}
