import { z } from "zod";
import type { PromptEnvironmentNames } from "@/lib/core/prompt-environment";
import { defineAlert } from "../define-alert";
import { qualityPath } from "../words";

/** The names of the judges. */
type Facts = PromptEnvironmentNames & { judge: string; before: string };

export const judgeChanged = defineAlert({
  kind: "judge.changed",
  severity: "info",
  when: "another judge starts a new series of scores",
  data: z.strictObject({ metric: z.string(), series: z.string() }),
  words: (_, { judge, before, ...place }: Facts) => ({
    title: `${place.prompt} has a new judge in ${place.environment}`,
    body: `${judge}. Before: ${before}. Their scores are not compared, so guards wait until both versions are scored by the same judge.`,
    path: qualityPath(place),
  }),
});
