"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useLatest } from "@/components/ui/use-latest";
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

/** Reads a list again until it has at least `least` cases. `first` is its first page if the server has sent it. */
export async function readAgain(
  first: CasePage | null,
  least: number,
  next: (cursor: string | null) => Promise<CasePage>,
): Promise<CasePage> {
  let whole = first ?? (await next(null));
  while (whole.nextCursor && whole.items.length < least) {
    const { items, nextCursor } = await next(whole.nextCursor);
    whole = { ...whole, items: [...whole.items, ...items], nextCursor };
  }
  return whole;
}

const caseAddress = (base: string, query: string, cursor: string | null) =>
  `${base}/cases?${query}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;

/**
 * Returns the case list for `query`. Pages that the server sent or that were already loaded are not requested again.
 */
export function useCaseList(base: string, query: string, first: { query: string; page: CasePage }) {
  const known = useRef(new Map<string, CasePage>());
  const [shown, setShown] = useState(first);
  const [failure, setFailure] = useState<string | null>(null);
  const sent = useRef<CasePage | null>(null);
  const shownNow = useLatest(shown);
  const isLoadingMore = useRef(false);
  useEffect(() => {
    if (sent.current === first.page) return;
    const isAgain = sent.current !== null;
    sent.current = first.page;
    // If the server sent the page again, the cached lists may be outdated. The one shown keeps its length.
    known.current = new Map([[first.query, first.page]]);
    if (!isAgain) return;
    const least = shownNow.current.query === query ? shownNow.current.page.items.length : 0;
    const stop = new AbortController();
    isLoadingMore.current = true;
    readAgain(first.query === query ? first.page : null, least, (cursor) =>
      read<CasePage>(caseAddress(base, query, cursor), stop.signal),
    )
      .then((page) => {
        if (stop.signal.aborted) return;
        known.current.set(query, page);
        setShown({ query, page });
      })
      .catch((error: unknown) => isAbort(error) || setFailure(wordsOf(error)))
      .finally(() => {
        if (!stop.signal.aborted) isLoadingMore.current = false;
      });
    return () => {
      stop.abort();
      isLoadingMore.current = false;
    };
  }, [first, query, base, shownNow]);
  const load = useCallback(() => {
    setFailure(null);
    const page = known.current.get(query);
    if (page) setShown({ query, page });
    const stop = new AbortController();
    if (!page)
      read<CasePage>(caseAddress(base, query, null), stop.signal)
        .then((found) => {
          known.current.set(query, found);
          setShown({ query, page: found });
        })
        .catch((error: unknown) => isAbort(error) || setFailure(wordsOf(error)));
    return () => stop.abort();
  }, [base, query]);
  useEffect(load, [load]);
  const more = useCallback(async () => {
    const page = known.current.get(query);
    if (!page?.nextCursor || isLoadingMore.current) return;
    isLoadingMore.current = true;
    try {
      const next = await read<CasePage>(caseAddress(base, query, page.nextCursor));
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
