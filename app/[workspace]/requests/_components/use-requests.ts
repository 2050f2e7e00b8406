"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import type { RequestFilter } from "@/lib/requests/filter";
import type { RequestPage, RequestView } from "@/lib/requests/queries/requests";
import { useWorkspace } from "../../_components/use-workspace";
import { loadNewRequests, loadOlderRequests } from "../actions";

const everyMs = 3_000;
/**
 * Loading continues for at most this many short pages in a row, until this many requests are found. This takes some
 * seconds.
 */
const [pagesInARow, wantedAtOnce] = [20, 20];

type Options = {
  filter: RequestFilter;
  first: RequestPage;
  /** Whether new requests belong to the list. */
  isOpenEnded: boolean;
  /** Whether a request is open. New requests are held back meanwhile. */
  isHeld: boolean;
};

/** Merges both lists, newest first, without duplicates. */
function joined(newer: readonly RequestView[], older: readonly RequestView[]): RequestView[] {
  const known = new Set(older.map(({ id }) => id));
  return [...newer.filter(({ id }) => !known.has(id)), ...older];
}

/** The loaded requests. Older ones are loaded by page. With live tail, new ones are added as they arrive. */
export function useRequests({ filter, first, isOpenEnded, isHeld }: Options) {
  const workspace = useWorkspace();
  const [page, setPage] = useState(first);
  const [waiting, setWaiting] = useState<RequestView[]>([]);
  const [isLive, setLive] = useState(false);
  const [isLoading, setLoading] = useState(false);
  const isAsking = useRef(false);

  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);

  // A rare match produces short pages. Loading continues automatically until enough requests are found.
  const loadOlder = useCallback(async () => {
    if (isAsking.current) return;
    isAsking.current = true;
    setLoading(true);
    let cursor = page.nextCursor;
    let found = 0;
    for (let pages = 0; cursor !== null && pages < pagesInARow; pages++) {
      const from: string = cursor;
      const result = await reach(() => loadOlderRequests({ workspace, filter, cursor: from }));
      if (isGone.current) return;
      if (!result.ok) {
        toast({ tone: "failed", title: "Older requests could not be loaded.", detail: result.error.message });
        break;
      }
      setPage((before) => ({ ...result.data, items: [...before.items, ...result.data.items] }));
      found += result.data.items.length;
      cursor = found >= wantedAtOnce || !result.data.searchedTo ? null : result.data.nextCursor;
    }
    isAsking.current = false;
    setLoading(false);
  }, [workspace, filter, page.nextCursor]);

  const begin = useRef(loadOlder);
  const isShort = first.items.length < wantedAtOnce && first.searchedTo !== null;
  useEffect(() => {
    if (isShort) void begin.current();
  }, [isShort]);

  const newest = waiting[0]?.at ?? page.items[0]?.at ?? filter.from;
  const isOn = isLive && isOpenEnded;
  useEffect(() => {
    if (!isOn || newest === undefined) return;
    let isOver = false;
    const look = async () => {
      if (document.hidden) return;
      const result = await reach(() => loadNewRequests({ workspace, filter, since: newest }));
      if (isOver || !result.ok) return;
      const fresh = result.data.items;
      setPage((before) => {
        const known = new Set(before.items.map(({ id }) => id));
        const added = fresh.filter(({ id }) => !known.has(id));
        if (isHeld || added.length === 0) return before;
        return { ...before, items: joined(added, before.items) };
      });
      if (isHeld) setWaiting((before) => joined(fresh, before));
    };
    const timer = setInterval(() => void look(), everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [workspace, filter, isOn, isHeld, newest]);

  const shown = new Set(page.items.map(({ id }) => id));
  const fresh = waiting.filter(({ id }) => !shown.has(id));
  const showNew = useCallback(() => {
    setPage((before) => ({ ...before, items: joined(waiting, before.items) }));
    setWaiting([]);
  }, [waiting]);

  /** Adds labels to loaded requests after they were saved. */
  const addLabels = useCallback((interactionIds: readonly string[], labels: readonly string[]) => {
    const labelled = new Set(interactionIds);
    setPage((before) => ({
      ...before,
      items: before.items.map((item) =>
        labelled.has(item.interactionId) ? { ...item, labels: [...new Set([...item.labels, ...labels])] } : item,
      ),
    }));
  }, []);

  // When no request is open any more, the held-back requests are shown.
  useEffect(() => {
    if (!isHeld && waiting.length > 0) showNew();
  }, [isHeld, waiting.length, showNew]);

  return {
    items: page.items,
    hasOlder: page.nextCursor !== null,
    searchedTo: page.searchedTo,
    isPartial: page.isPartial,
    isLoading,
    loadOlder,
    isLive: isOn,
    setLive,
    /** The number of requests that are held back. */
    waiting: fresh.length,
    showNew,
    addLabels,
  };
}

export type Requests = ReturnType<typeof useRequests>;
