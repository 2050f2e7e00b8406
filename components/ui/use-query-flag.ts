"use client";

import { useSearchParams } from "next/navigation";
import { useLayoutEffect, useState } from "react";
import { withParam } from "./with-param";

const isIn = (query: URLSearchParams, name: string) => query.get(name) === "true";

/** Whether the address contains `name=true`, such as for an open dialog. Setting it asks nothing of the server. */
export function useQueryFlag(name: string): [isOn: boolean, set: (isOn: boolean) => void] {
  const query = useSearchParams();
  const [isOn, setOn] = useState(isIn(query, name));
  // Reads the address itself. Next reports a change that was made here later than this hook.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed query means that the address changed
  useLayoutEffect(() => setOn(isIn(new URLSearchParams(location.search), name)), [query, name]);
  const set = (isOn: boolean) => {
    setOn(isOn);
    const { pathname, search, hash } = location;
    history.replaceState(null, "", pathname + withParam(search, name, isOn ? "true" : null) + hash);
  };
  return [isOn, set];
}
