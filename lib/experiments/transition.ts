import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";

/** How long after a change some instances may still answer as before (they poll every five seconds). */
export const spreadMs = 5_000;

/** One answer of resolve: which version, and when by the server's clock (ms since 1970). */
export type RecordedAnswer = { version: number; resolvedAt: number };

/**
 * A change of the released version that was still spreading at an instant: from when it was written until no instance
 * answers with the version before it (null: nothing was live before). recorded: an answer of the moment was reported, and
 * the version is the one that no answer contradicts.
 */
export const transitionView = z.strictObject({
  from: time,
  until: time,
  previousVersion: count.nullable(),
  releasedVersion: count,
  source: z.enum(["recorded", "computed"]),
});
export type Transition = z.output<typeof transitionView>;

/**
 * Which of two versions was answered at an instant within the spread of a change: the previous one when it was still
 * answered afterwards and the new one not yet; else the new one. A release is dated before its commit, so the first
 * answers after its date may be of the previous version. Pure.
 */
export function versionDuringSpread(
  answers: readonly RecordedAnswer[],
  { at, previous, next }: { at: number; previous: number; next: number },
): { version: number; source: Transition["source"] } {
  const isOldLater = answers.some(({ version, resolvedAt }) => version === previous && resolvedAt >= at);
  const isNewBefore = answers.some(({ version, resolvedAt }) => version === next && resolvedAt <= at);
  return {
    version: isOldLater && !isNewBefore ? previous : next,
    source: isOldLater || isNewBefore ? "recorded" : "computed",
  };
}
