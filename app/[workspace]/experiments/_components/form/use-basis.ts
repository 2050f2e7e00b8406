import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRead } from "@/components/ui/use-read";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";
import { readPlanBasis } from "../../actions";

type PlanPlace = { prompt: string; environment: string };

/** Loads the starting point of a plan for this prompt and environment. Null while loading, or without a prompt. */
export function useBasis({ prompt, environment }: PlanPlace, first: PlanBasis | null): PlanBasis | null {
  const workspace = useWorkspace();
  const [sent] = useState(first && { prompt, environment, basis: first });
  const isSent = sent?.prompt === prompt && sent.environment === environment;
  const { data } = useRead(readPlanBasis, prompt && !isSent ? { workspace, prompt, environment } : null);
  return isSent ? sent.basis : data;
}
