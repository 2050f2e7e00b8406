import { useEffect, useState } from "react";
import { reach } from "@/components/ui/reach";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";
import { readPlanBasis } from "../../actions";

type LoadedBasis = { prompt: string; environment: string; basis: PlanBasis };

/** Loads the starting point of a plan for this prompt and environment. Null while loading, or without a prompt. */
export function useBasis(
  workspace: string,
  { prompt, environment }: { prompt: string; environment: string },
  first: PlanBasis | null,
): PlanBasis | null {
  const [loaded, setLoaded] = useState<LoadedBasis | null>(first && { prompt, environment, basis: first });
  const isKnown = loaded?.prompt === prompt && loaded.environment === environment;
  useEffect(() => {
    if (!prompt || isKnown) return;
    let isCurrent = true;
    void reach(() => readPlanBasis({ workspace, prompt, environment })).then((result) => {
      if (isCurrent && result.ok) setLoaded({ prompt, environment, basis: result.data });
    });
    return () => {
      isCurrent = false;
    };
  }, [workspace, prompt, environment, isKnown]);
  return isKnown ? loaded.basis : null;
}
