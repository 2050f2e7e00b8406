"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useLayoutEffect, useState } from "react";
import { addressWriter } from "./address-writer";
import { withParams } from "./with-param";

/**
 * A parameter of the address, such as the open row. Setting it asks nothing of the server. Filters, which have types
 * and read the list again, are `useFilters`.
 */
export function useQueryText(name: string): [value: string | null, set: (value: string | null) => void] {
  const query = useSearchParams();
  const [value, setValue] = useState(query.get(name));
  // Reads the address itself. Next reports a change that was made here later than this hook.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed query means that the address changed
  useLayoutEffect(() => {
    if (!(name in addressWriter.waiting("marks"))) setValue(new URLSearchParams(location.search).get(name));
  }, [query, name]);
  useEffect(() => addressWriter.subscribe("marks", () => undefined), []);
  const set = useCallback(
    (next: string | null) => {
      setValue(next);
      // At once where possible: a change while a refresh of the page arrives would bring back the page before it.
      addressWriter.change("marks", { [name]: next }, (texts) => {
        const { pathname, search, hash } = location;
        history.replaceState(null, "", pathname + withParams(search, texts) + hash);
      });
    },
    [name],
  );
  return [value, set];
}

/** Whether `name=true` is in the address, such as for an open dialog. */
export function useQueryFlag(name: string): [isOn: boolean, set: (isOn: boolean) => void] {
  const [value, set] = useQueryText(name);
  return [value === "true", (isOn) => set(isOn ? "true" : null)];
}
