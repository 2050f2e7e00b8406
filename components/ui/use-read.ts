"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type ActionFailure, type ActionOutcome, reach } from "./reach";

type Options = {
  /** Waits this many milliseconds before each call, for an input that changes while somebody types. */
  restMs?: number;
  /** Returns the data of the previous input until the new one is loaded. */
  isKept?: boolean;
};

type Answer<Data> = { of: string; data: Data | null; failure: ActionFailure | null };

/**
 * Loads data with a server action while a component is shown: at first, when the input changes and on `reload`. Only
 * the latest answer counts. Data and failure are null until it arrives. Loads nothing while the input is null.
 */
export function useRead<Data>(
  action: (input: object) => Promise<ActionOutcome<Data>>,
  input: object | null,
  { restMs = 0, isKept = false }: Options = {},
) {
  const inputKey = input && JSON.stringify(input);
  const [answer, setAnswer] = useState<Answer<Data> | null>(null);
  const turn = useRef(0);
  const load = useCallback(async () => {
    if (inputKey === null) return;
    const mine = ++turn.current;
    const result = await reach(() => action(JSON.parse(inputKey)));
    if (mine !== turn.current) return;
    setAnswer((before) => {
      if (result.ok) return { of: inputKey, data: result.data, failure: null };
      return { of: inputKey, data: before?.of === inputKey ? before.data : null, failure: result.error };
    });
  }, [action, inputKey]);
  useEffect(() => {
    const timer = restMs > 0 ? setTimeout(load, restMs) : undefined;
    if (timer === undefined) void load();
    return () => {
      clearTimeout(timer);
      turn.current++;
    };
  }, [load, restMs]);
  const reload = async () => {
    setAnswer((before) => before && { ...before, failure: null });
    await load();
  };
  const isCurrent = answer !== null && answer.of === inputKey;
  return {
    data: isCurrent || isKept ? (answer?.data ?? null) : null,
    failure: isCurrent ? answer.failure : null,
    reload,
  };
}
