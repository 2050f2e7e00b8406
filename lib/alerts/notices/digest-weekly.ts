import { z } from "zod";
import { defineAlert } from "../define-alert";

type Facts = {
  /** "16 November to 22 November (UTC)". */
  week: string;
  parts: readonly { title: string; lines: readonly string[] }[];
};

export const digestWeekly = defineAlert({
  kind: "digest.weekly",
  severity: "info",
  when: "the week is over, on Monday after 06:00 UTC: what got worse, open change requests, experiments to decide, cost",
  data: z.strictObject({ from: z.string(), to: z.string() }),
  words: (_, { week, parts }: Facts) => ({
    title: `Week of ${week}`,
    body: parts.map(({ title, lines }) => [title, ...lines.map((line) => `• ${line}`)].join("\n")).join("\n\n"),
    path: "inbox",
  }),
});
