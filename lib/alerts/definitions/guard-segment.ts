import { z } from "zod";
import { guardData } from "../data-fields";
import { defineAlert } from "../define-alert";
import type { GuardFacts } from "../words";

type Facts = GuardFacts & {
  /** The segment in words: "language is de". */
  segment: string;
  /** The list of its answers, within the workspace. */
  path: string;
};

export const guardSegment = defineAlert({
  kind: "guard.segment",
  severity: "warning",
  when: "a version is clearly worse than the previous one for one value of a marked attribute, such as a language",
  data: guardData.extend({ attribute: z.string(), value: z.string() }),
  words: ({ prompt, environment, version, baselineVersion }, { findings, segment, path }: Facts) => ({
    title: `${prompt} v${version} is worse than v${baselineVersion} in ${environment} where ${segment}`,
    body: `${findings} One score of each user counts. The guard does not roll back because of a segment.`,
    path,
  }),
});
