import { z } from "zod";
import type { PromptEnvironmentNames } from "@/lib/core/prompt-environment";
import { defineAlert } from "../define-alert";
import { qualityPath } from "../words";

export const judgeBudget = defineAlert({
  kind: "judge.budget",
  severity: "warning",
  when: "judges have used most of their daily budget",
  data: z.strictObject({ day: z.string(), budgetUsd: z.number(), spentUsd: z.number() }),
  words: ({ budgetUsd }, place: PromptEnvironmentNames) => ({
    title: `Judging ${place.prompt} in ${place.environment} is close to today's budget of $${budgetUsd}`,
    body: "Above 90 % of the budget, every second sample is judged. At 100 %, judging stops until 00:00 UTC. Other scores continue.",
    path: qualityPath(place),
  }),
});
