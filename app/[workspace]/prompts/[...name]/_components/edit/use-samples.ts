import { useCallback, useEffect, useState } from "react";
import { keepSamples, readSamples } from "./draft-store";
import type { Samples } from "./preview";

/** Sample values by variable, kept in this browser for each prompt. */
export function useSamples(promptId: string): [Samples, (name: string, value: string) => void] {
  const [samples, setSamples] = useState<Samples>({});
  useEffect(() => setSamples(readSamples(localStorage, promptId)), [promptId]);
  const setSample = useCallback(
    (name: string, value: string) =>
      setSamples((before) => {
        const { [name]: _, ...others } = before;
        const next = value === "" ? others : { ...others, [name]: value };
        keepSamples(localStorage, promptId, next);
        return next;
      }),
    [promptId],
  );
  return [samples, setSample];
}
