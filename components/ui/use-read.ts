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
  const asked = JSON.stringify(input);
  const [answer, setAnswer] = useState<{ to: string; result: ActionOutcome<Data> } | null>(null);
  useEffect(() => {
    let isGone = false;
    void reach(() => action(JSON.parse(asked))).then((result) => {
      if (!isGone) setAnswer({ to: asked, result });
    });
    return () => {
      isGone = true;
    };
  }, [action, asked]);
  return answer?.to === asked ? answer.result : null;
}
