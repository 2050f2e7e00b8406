"use client";

import { useEffect, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { readStep } from "@/app/[workspace]/requests/actions";
import type { TraceStep } from "@/lib/requests/trace-step";

type Texts = Pick<TraceStep, "input" | "output"> & { note: string | null };

const away = "The server did not answer. Choose the step again.";
/** How long a step stays chosen before its texts are loaded, while someone moves through the steps quickly. */
const restMs = 150;

/** The input and output of the chosen step. Large ones are loaded when the step is chosen. */
export function useStepTexts(traceId: string, { id, isLater, input, output }: TraceStep): Texts {
  const workspace = useWorkspace();
  const [loaded, setLoaded] = useState<(Texts & { id: string }) | null>(null);
  useEffect(() => {
    if (!isLater) return;
    let isCurrent = true;
    const show = (texts: Texts) => isCurrent && setLoaded({ id, ...texts });
    const rest = setTimeout(() => {
      readStep({ workspace, traceId, id })
        .then((result) => {
          if (result.ok) show({ input: result.data.input, output: result.data.output, note: null });
          else show({ input: null, output: null, note: result.error.message });
        })
        .catch(() => show({ input: null, output: null, note: away }));
    }, restMs);
    return () => {
      isCurrent = false;
      clearTimeout(rest);
    };
  }, [workspace, traceId, id, isLater]);
  if (!isLater) return { input, output, note: null };
  return loaded?.id === id ? loaded : { input: null, output: null, note: "Loading …" };
}
