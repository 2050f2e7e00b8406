import { z } from "zod";
import { defineAlert } from "../define-alert";

type Facts = { prompt: string; environment: string };

export const recordBroken = defineAlert({
  kind: "record.broken",
  severity: "critical",
  when: "the stored content of a live version cannot be read; at most once a day per version",
  data: z.strictObject({ version: z.int().nullable() }),
  words: ({ version }, { prompt, environment }: Facts) => ({
    title: `${prompt} ${version === null ? "" : `v${version} `}cannot be read`,
    body: `Its stored content is damaged. ${environment} keeps its last good content where it has it; elsewhere there is none. Promote another version.`,
    path: `prompts/${prompt}`,
  }),
});
