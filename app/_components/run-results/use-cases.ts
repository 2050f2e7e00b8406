"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { CaseCounts } from "@/lib/evaluation/comparison/queries/cases";
import type { ComparedCase, ComparedCaseDetail } from "@/lib/evaluation/comparison/views";

export type CasePage = { items: ComparedCase[]; nextCursor: string | null; counts: CaseCounts };

async function read<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address, { ...(signal && { signal }) });
  const body = (await response.json()) as T & { detail?: string };
  if (!response.ok) throw new Error(body.detail ?? "The server did not answer as expected.");
  return body;
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === "AbortError";
const wordsOf = (error: unknown) =>
  error instanceof TypeError || !(error instanceof Error) ? "The server did not answer. Try again." : error.message;

/**
 * Returns the case list for `query`. Pages that the server sent or that were already loaded are not requested again.
 */
export function useCaseList(base: string, query: string, first: { query: string; page: CasePage }) {
  const known = useRef(new Map<string, CasePage>());
  const [shown, setShown] = useState(first);
  const [failure, setFailure] = useState<string | null>(null);
  const sent = useRef(first);
  useEffect(() => {
    // If the server sent the page again, the cached lists may be outdated, so the cache is emptied.
    if (sent.current.page !== first.page) known.current = new Map();
    sent.current = first;
    known.current.set(first.query, first.page);
    if (first.query === query) setShown(first);
  }, [first, query]);
  const load = useCallback(() => {
    setFailure(null);
    const page = known.current.get(query);
    if (page) setShown({ query, page });
    const stop = new AbortController();
    if (!page)
      read<CasePage>(`${base}/cases?${query}`, stop.signal)
        .then((found) => {
          known.current.set(query, found);
          setShown({ query, page: found });
        })
        .catch((error: unknown) => isAbort(error) || setFailure(wordsOf(error)));
    return () => stop.abort();
  }, [base, query]);
  useEffect(load, [load]);
  const isLoadingMore = useRef(false);
  const more = useCallback(async () => {
    const page = known.current.get(query);
    if (!page?.nextCursor || isLoadingMore.current) return;
    isLoadingMore.current = true;
    try {
      const next = await read<CasePage>(`${base}/cases?${query}&cursor=${encodeURIComponent(page.nextCursor)}`);
      const whole = { ...page, items: [...page.items, ...next.items], nextCursor: next.nextCursor };
      known.current.set(query, whole);
      setShown((now) => (now.query === query ? { query, page: whole } : now));
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      isLoadingMore.current = false;
    }
  }, [base, query]);
  return { page: shown.page, isOld: shown.query !== query, failure, more, again: load };
}

/** Returns one case, loaded when it is opened. Its neighbours are loaded in advance. */
export function useCase(
  base: string,
  baseline: string,
  key: string | null,
  first: ComparedCaseDetail | null,
  neighbours: readonly string[],
) {
  const known = useRef(new Map<string, Promise<ComparedCaseDetail>>());
  const [shown, setShown] = useState(first);
  const [failure, setFailure] = useState<string | null>(null);
  const get = useCallback(
    (one: string) => {
      const id = `${baseline} ${one}`;
      const flight =
        known.current.get(id) ??
        read<ComparedCaseDetail>(`${base}/cases/${encodeURIComponent(one)}?baseline=${baseline}`);
      known.current.set(id, flight);
      flight.catch(() => known.current.delete(id));
      return flight;
    },
    [base, baseline],
  );
  useEffect(() => {
    if (!first) return;
    known.current = new Map([[`${baseline} ${first.key}`, Promise.resolve(first)]]);
    setShown((now) => (now?.key === first.key ? first : now));
  }, [first, baseline]);
  const around = neighbours.join(" ");
  useEffect(() => {
    if (!key) return setShown(null);
    let isCurrent = true;
    setFailure(null);
    get(key)
      .then((found) => {
        if (!isCurrent) return;
        setShown(found);
        for (const one of around.split(" ").filter(Boolean)) get(one).catch(() => null);
      })
      .catch((error: unknown) => isCurrent && setFailure(wordsOf(error)));
    return () => {
      isCurrent = false;
    };
  }, [key, get, around]);
  return { detail: shown, isOld: key !== null && shown?.key !== key, failure };
}
