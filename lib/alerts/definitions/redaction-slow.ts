import { z } from "zod";
import { defineAlert } from "../define-alert";

export const redactionSlow = defineAlert({
  kind: "redaction.slow",
  severity: "warning",
  when: "a rule of a content policy takes too long, so texts are not stored; once until the rule is changed",
  data: z.strictObject({
    rule: z.string(),
    pattern: z.string(),
    /** The environments with this rule. */
    environments: z.array(z.string()),
  }),
  words: ({ rule, environments }) => ({
    title: `The rule "${rule}" takes too long`,
    body: `Each time, the workspace stores no texts for a minute where it has rules. Simplify the pattern in ${new Intl.ListFormat("en").format(environments)}.`,
    path: "settings/privacy",
  }),
});
