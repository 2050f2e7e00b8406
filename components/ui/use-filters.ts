"use client";

import { useRouter, useSearchParams } from "next/navigation";
import {
  startTransition,
  type TransitionStartFunction,
  useEffect,
  useMemo,
  useOptimistic,
  useSyncExternalStore,
} from "react";
import {
  isAnySet,
  type ParamChange,
  type Params,
  type ParamValues,
  readParams,
  writeParams,
} from "@/lib/core/address-params";
import { addressWriter, type Texts, type WriteOptions } from "./address-writer";
import { useLatest } from "./use-latest";
import { queryOf, withParams } from "./with-param";

type Options = {
  /** Whether a change reads nothing from the server. */
  isLocal?: boolean;
  /** Starts the transition in which the page is read again. */
  startTransition?: TransitionStartFunction;
};

type Chosen = {
  /** Whether any parameter is not the standard one. */
  isFiltered: boolean;
  clear: () => void;
};

const subscribe = (listener: () => void) => addressWriter.subscribe("filters", listener);
const waiting = () => addressWriter.waiting("filters");
const noTexts = {};
const waitingOnServer = () => noTexts;
/** Tells every hook of the page which query was sent. */
const hooks = new Set<(search: string) => void>();

/**
 * Filters that are stored in the address. A change is visible at once, and the page follows. Bars, lists and empty
 * states of one page may each use it: they share what waits and what was sent.
 */
export function useFilters<P extends Params>(
  params: P,
  { isLocal = false, startTransition: start = startTransition }: Options = {},
): [values: ParamValues<P>, set: (change: ParamChange<P>, options?: WriteOptions) => void, chosen: Chosen] {
  const router = useRouter();
  const query = useSearchParams();
  // What was sent stays visible until the page of its address has arrived.
  const [search, setSearch] = useOptimistic(queryOf(query));
  const sent = useLatest(search);
  useEffect(() => {
    const show = (next: string) => {
      sent.current = next;
      setSearch(next);
    };
    hooks.add(show);
    return () => void hooks.delete(show);
  }, [sent, setSearch]);
  const typed = useSyncExternalStore(subscribe, waiting, waitingOnServer);

  const values = useMemo(() => {
    const shown = new URLSearchParams(withParams(search, typed));
    return readParams(params, (name) => shown.get(name));
  }, [params, search, typed]);

  const change = (texts: Texts, options?: WriteOptions) =>
    addressWriter.change(
      "filters",
      texts,
      (all, push) => {
        const next = withParams(sent.current, all);
        start(() => {
          for (const show of hooks) show(next);
          const href = location.pathname + next + location.hash;
          if (!isLocal) router[push ? "push" : "replace"](href, { scroll: false });
          else if (push) history.pushState(null, "", href);
          else history.replaceState(null, "", href);
        });
      },
      options,
    );
  const set = (of: ParamChange<P>, options?: WriteOptions) => change(writeParams(params, of), options);
  const clear = () => change(Object.fromEntries(Object.keys(params).map((name) => [name, null])));
  return [values, set, { isFiltered: isAnySet(params, values), clear }];
}
