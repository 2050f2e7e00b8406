import { cache } from "react";
import { listWaitingExperiments } from "@/lib/experiments/queries/experiments";
import { countPrompts } from "@/lib/registry/queries/prompts";

// What the frame and the page inside it both show is read once a request.
export const promptCounts = cache(countPrompts);
export const waitingExperiments = cache(listWaitingExperiments);
