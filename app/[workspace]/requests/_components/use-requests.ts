"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import type { RequestFilter } from "@/lib/requests/filter";
import type { RequestPage } from "@/lib/requests/queries/requests";
import { type Continuation, type LoadedRequests, newRows, tailFrom, withNew, withOlder } from "@/lib/requests/tail";
import { useWorkspace } from "../../_components/use-workspace";
import { loadOlderRequests } from "../actions";
import { useLiveTail } from "./use-live-tail";

/**
 * Loading continues for at most this many short pages in a row, until this many requests are found. This takes some
 * seconds.
 */
const [pagesInARow, wantedAtOnce] = [20, 20];

type Options = {
  filter: RequestFilter & { from: string };
  first: RequestPage;
  /** Whether live tail is on. */
  isLive: boolean;
  /** Whether a request is open or selected. New requests are held back meanwhile. */
  isHeld: boolean;
};

/** The loaded requests. Older ones are loaded by page. With live tail, new ones are added as they arrive. */
export function useRequests({ filter, first, isLive, isHeld }: Options) {
  const workspace = useWorkspace();
  const [list, setList] = useState<LoadedRequests>(first);
  /** What live tail found while requests are held back. */
  const [held, setHeld] = useState<RequestPage | null>(null);
  const [isLoading, setLoading] = useState(false);
  const isAsking = useRef(false);

  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);

  // A rare match produces short pages. Loading continues automatically until enough requests are found. Returns their
  // number; null if it did not load.
  const loadOlder = useCallback(async (): Promise<number | null> => {
    if (isAsking.current) return null;
    isAsking.current = true;
    setLoading(true);
    let after = list.nextCursor;
    let found = 0;
    for (let pages = 0; after !== null && pages < pagesInARow; pages++) {
      const place: Continuation = after;
      const result = await reach(() => loadOlderRequests({ workspace, filter, after: place }));
      if (isGone.current) return null;
      if (!result.ok) {
        toast({ tone: "failed", title: "Older requests could not be loaded.", detail: result.error.message });
        break;
      }
      setList((before) => withOlder(before, result.data));
      found += result.data.items.length;
      after = found >= wantedAtOnce || !result.data.searchedTo ? null : result.data.nextCursor;
    }
    isAsking.current = false;
    setLoading(false);
    return found;
  }, [workspace, filter, list.nextCursor]);

  const begin = useRef(loadOlder);
  const isShort = first.items.length < wantedAtOnce && first.searchedTo !== null;
  useEffect(() => {
    if (isShort) void begin.current();
  }, [isShort]);

  const tailFailure = useLiveTail({
    isOn: isLive,
    filter,
    since: tailFrom(list.items, filter.from),
    onLook: (found) => {
      if (isHeld) setHeld(found);
      // A page that is being loaded continues this list.
      else if (!isAsking.current) setList((before) => withNew(before, found));
    },
  });
  const showNew = useCallback(() => {
    if (held) setList((before) => withNew(before, held));
    setHeld(null);
  }, [held]);
  // When no request is open or selected any more, the held-back requests are shown.
  useEffect(() => {
    if (!isHeld && held) showNew();
  }, [isHeld, held, showNew]);

  /** Adds labels to loaded requests after they were saved. */
  const addLabels = useCallback((interactionIds: readonly string[], labels: readonly string[]) => {
    const labelled = new Set(interactionIds);
    setList((before) => ({
      ...before,
      items: before.items.map((item) =>
        labelled.has(item.interactionId) ? { ...item, labels: [...new Set([...item.labels, ...labels])] } : item,
      ),
    }));
  }, []);

  /** Counts one more note for loaded requests. */
  const addNote = useCallback((interactionIds: readonly string[]) => {
    const noted = new Set(interactionIds);
    setList((before) => ({
      ...before,
      items: before.items.map((item) => (noted.has(item.interactionId) ? { ...item, notes: item.notes + 1 } : item)),
    }));
  }, []);

  /** Removes requests that left the filter, such as those that are reviewed. */
  const drop = useCallback((interactionIds: readonly string[]) => {
    const gone = new Set(interactionIds);
    setList((before) => ({ ...before, items: before.items.filter((item) => !gone.has(item.interactionId)) }));
  }, []);

  return {
    items: list.items,
    hasOlder: list.nextCursor !== null,
    searchedTo: list.searchedTo,
    isPartial: list.isPartial,
    isLoading,
    loadOlder,
    /** Why live tail waits; null if it does not. */
    tailFailure,
    /** The requests that are held back. */
    waiting: newRows(list, held),
    showNew,
    addLabels,
    addNote,
    drop,
  };
}

export type Requests = ReturnType<typeof useRequests>;
