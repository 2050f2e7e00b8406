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

/** A page that was asked for: a new object each time. */
export type Destination = { pathname: string; search: string };
type Navigation = {
  /** The page that is on its way. */
  to: Destination | null;
  /** The page that was asked for last, whether it has come or not. */
  last: Destination | null;
};

const Context = createContext<Navigation>({ to: null, last: null });

/** Knows which page is on its way, from the click until the router shows it, or what it shows meanwhile. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  // The router's transition starts in the same event, so React ends both in one commit, also where the page is dropped.
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
    // The browser went there itself and came back to this page, as it was left.
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

/** The page that has been on its way for so long, in milliseconds. */
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
