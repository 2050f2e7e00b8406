"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { withParam } from "./with-param";

/** The time between two changes of the address (ms). Safari refuses more than 100 changes in 10 seconds. */
const writeMs = 100;

/**
 * A parameter of the address, such as the open row. Setting it asks nothing of the server. Filters, which have types and
 * read the list again, are `useFilters`.
 */
export function useQueryText(name: string): [value: string | null, set: (value: string | null) => void] {
  const query = useSearchParams();
  const [value, setValue] = useState(query.get(name));
  const writing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const writtenAt = useRef(0);
  // Reads the address itself. Next reports a change that was made here later than this hook.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed query means that the address changed
  useLayoutEffect(() => {
    if (writing.current === undefined) setValue(new URLSearchParams(location.search).get(name));
  }, [query, name]);
  useEffect(() => () => clearTimeout(writing.current), []);
  const set = useCallback(
    (next: string | null) => {
      setValue(next);
      clearTimeout(writing.current);
      const write = () => {
        writing.current = undefined;
        writtenAt.current = Date.now();
        const { pathname, search, hash } = location;
        history.replaceState(null, "", pathname + withParam(search, name, next) + hash);
      };
      // At once where possible: a change while a refresh of the page arrives would bring back the page before it.
      const waitMs = writtenAt.current + writeMs - Date.now();
      if (waitMs <= 0) write();
      else writing.current = setTimeout(write, waitMs);
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
