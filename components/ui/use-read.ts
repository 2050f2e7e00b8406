"use client";

import { useEffect, useState } from "react";
import { type ActionOutcome, reach } from "./reach";

/**
 * Loads data with a server action while a component is shown. Null until it responds. A new input loads again, and the
 * response to the previous one is ignored.
 */
export function useRead<Data>(
  action: (input: object) => Promise<ActionOutcome<Data>>,
  input: object,
): ActionOutcome<Data> | null {
  const inputKey = JSON.stringify(input);
  const [answer, setAnswer] = useState<{ to: string; result: ActionOutcome<Data> } | null>(null);
  useEffect(() => {
    let isGone = false;
    void reach(() => action(JSON.parse(inputKey))).then((result) => {
      if (!isGone) setAnswer({ to: inputKey, result });
    });
    return () => {
      isGone = true;
    };
  }, [action, inputKey]);
  return answer?.to === inputKey ? answer.result : null;
}
