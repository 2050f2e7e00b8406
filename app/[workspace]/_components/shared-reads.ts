import { cache } from "react";
import { listWaitingExperiments } from "@/lib/experiments/queries/experiments";
import { countPrompts } from "@/lib/registry/queries/prompts";

// Data that both the layout and the page show is read once per request.
export const promptCounts = cache(countPrompts);
export const waitingExperiments = cache(listWaitingExperiments);
