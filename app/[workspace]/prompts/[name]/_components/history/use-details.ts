"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useLatest } from "@/components/ui/use-latest";
import type { ActionResult } from "@/lib/api/action";

/** Loads what a dialog shows: when it opens, when `key` changes and on `reload`. Only the latest answer counts. */
export function useDetails<Key, Data>(key: Key, load: (key: Key) => Promise<ActionResult<Data>>) {
  const [data, setData] = useState<Data | null>(null);
  const [error, setError] = useState<string | null>(null);
  const latest = useLatest(load);
  const turn = useRef(0);

  const reload = useCallback(async (): Promise<void> => {
    const mine = ++turn.current;
    const result = await latest.current(key);
    if (mine !== turn.current) return;
    setError(result.ok ? null : result.error.message);
    if (result.ok) setData(result.data);
  }, [key, latest]);

  useEffect(() => {
    void reload();
  }, [reload]);
  return { data, error, reload };
}
