"use client";

import { useRouter, useSearchParams } from "next/navigation";
import {
  startTransition,
  type TransitionStartFunction,
  useEffect,
  useMemo,
  useOptimistic,
  useRef,
  useState,
} from "react";
import { type ParamChange, type Params, type ParamValues, readParams, writeParams } from "@/lib/core/address-params";
import { useLatest } from "./use-latest";
import { queryOf, withParams } from "./with-param";

/** The time between two changes of the address (ms). Safari refuses more than 100 changes in 10 seconds. */
const writeMs = 100;

type Options = {
  /** Whether a change reads nothing from the server. */
  isLocal?: boolean;
  /** Starts the transition in which the page is read again. */
  startTransition?: TransitionStartFunction;
};

type SetOptions = {
  /** Waits for this time without another change, such as while a person types (ms). */
  waitMs?: number;
  /** Whether the back button returns to the state before. */
  push?: boolean;
};

type Texts = Readonly<Record<string, string | null>>;
const nothing: Texts = {};

/** Filters that are stored in the address. A change is visible at once, and the page follows. */
export function useFilters<P extends Params>(
  params: P,
  { isLocal = false, startTransition: start = startTransition }: Options = {},
): [values: ParamValues<P>, set: (change: ParamChange<P>, options?: SetOptions) => void] {
  const router = useRouter();
  const query = useSearchParams();
  // What was sent stays visible until the page of its address has arrived.
  const [search, setSearch] = useOptimistic(queryOf(query));
  const sent = useLatest(search);
  const [typed, setTyped] = useState(nothing);
  const unsent = useRef({ texts: nothing, push: false, sentAt: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const values = useMemo(() => {
    const shown = new URLSearchParams(withParams(search, typed));
    return readParams(params, (name) => shown.get(name));
  }, [params, search, typed]);

  const send = () => {
    const { texts, push } = unsent.current;
    const next = withParams(sent.current, texts);
    unsent.current = { texts: nothing, push: false, sentAt: Date.now() };
    sent.current = next;
    setTyped(nothing);
    start(() => {
      setSearch(next);
      const href = location.pathname + next + location.hash;
      if (!isLocal) router[push ? "push" : "replace"](href, { scroll: false });
      else if (push) history.pushState(null, "", href);
      else history.replaceState(null, "", href);
    });
  };
  const set = (change: ParamChange<P>, { waitMs = 0, push = false }: SetOptions = {}) => {
    const { texts, push: isPushed, sentAt } = unsent.current;
    const all = { ...texts, ...writeParams(params, change) };
    unsent.current = { texts: all, push: push || isPushed, sentAt };
    clearTimeout(timer.current);
    const wait = Math.max(waitMs, sentAt + writeMs - Date.now());
    if (wait <= 0) return send();
    setTyped(all);
    timer.current = setTimeout(send, wait);
  };
  return [values, set];
}
