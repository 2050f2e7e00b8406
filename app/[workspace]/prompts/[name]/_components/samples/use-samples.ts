"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type ChosenModel, type KeptFields, keepFields, readFields } from "@/lib/editing/samples/sample-store";
import { fieldsOf, isSame, noFields } from "@/lib/editing/samples/sample-values";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { PlaceholderValues } from "@/lib/evaluation/values";

type Turns = PlaceholderValues[string];

/** The values of a request. */
export type GivenValues = Pick<SampleSetView, "variables" | "placeholders">;

const start: KeptFields = { ...noFields, setId: null, model: null };

/**
 * Manages the samples of a prompt: fields, which are stored in this browser, and sets, which all members share. The
 * first visit starts with the first set. `setInUrl`: the id of the set in the URL. `initialValues`: initial values that
 * replace all others.
 */
export function useSamples(
  promptId: string,
  first: readonly SampleSetView[],
  { setInUrl, initialValues }: { setInUrl?: string | undefined; initialValues?: GivenValues | null } = {},
) {
  const [sets, setSets] = useState(first);
  const [kept, setKept] = useState<KeptFields>(start);
  const [isRead, setRead] = useState(false);
  const readFor = useRef<string | null>(null);

  useEffect(() => {
    if (readFor.current === promptId) return; // only once per prompt: later the fields are authoritative
    readFor.current = promptId;
    const stored = readFields(localStorage, promptId);
    const linked = first.find(({ id }) => id === setInUrl);
    const set = linked && linked.id !== stored?.setId ? linked : stored ? null : first[0];
    if (initialValues) setKept({ ...start, ...stored, ...fieldsOf(initialValues), setId: null });
    else setKept(set ? { ...start, ...stored, ...fieldsOf(set), setId: set.id } : (stored ?? start));
    setRead(true);
  }, [promptId, first, setInUrl, initialValues]);
  useEffect(() => {
    if (isRead) keepFields(localStorage, promptId, kept);
  }, [isRead, promptId, kept]);

  const setValue = useCallback(
    (name: string, text: string) =>
      setKept((before) => {
        const { [name]: _, ...others } = before.values;
        return { ...before, values: text === "" ? others : { ...others, [name]: text } };
      }),
    [],
  );
  const setTurns = useCallback(
    (placeholder: string, list: Turns) =>
      setKept((before) => ({ ...before, turns: { ...before.turns, [placeholder]: list } })),
    [],
  );
  const choose = useCallback(
    (set: SampleSetView | null) =>
      setKept((before) => ({ ...before, ...(set ? fieldsOf(set) : noFields), setId: set?.id ?? null })),
    [],
  );
  const setModel = useCallback((model: ChosenModel | null) => setKept((before) => ({ ...before, model })), []);
  /** Adds a saved set to the list or replaces it. With `isChosen`, marks it as the set of the fields. */
  const put = useCallback((set: SampleSetView, isChosen = false) => {
    setSets((before) =>
      [...before.filter(({ id }) => id !== set.id), set].sort((a, b) => a.name.localeCompare(b.name)),
    );
    if (isChosen) setKept((before) => ({ ...before, setId: set.id }));
  }, []);
  const drop = useCallback((id: string) => {
    setSets((before) => before.filter((set) => set.id !== id));
    setKept((before) => (before.setId === id ? { ...before, setId: null } : before));
  }, []);

  return useMemo(() => {
    const chosen = sets.find(({ id }) => id === kept.setId) ?? null;
    const isChanged = chosen !== null && !isSame(kept, chosen);
    return {
      fields: kept,
      model: kept.model,
      sets,
      chosen,
      isChanged,
      isRead,
      setValue,
      setTurns,
      choose,
      setModel,
      put,
      drop,
    };
  }, [kept, sets, isRead, setValue, setTurns, choose, setModel, put, drop]);
}

export type Sampling = ReturnType<typeof useSamples>;
