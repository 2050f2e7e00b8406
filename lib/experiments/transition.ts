import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";

/** How long after a change some instances may still answer with the old state (they poll every five seconds). */
export const spreadMs = 5_000;

/** An answer of resolve: the version, and the server's time (Unix milliseconds). */
export type RecordedAnswer = { version: number; resolvedAt: number };

/**
 * A change of the released version that was still spreading at a given time: from its write until no instance answers
 * with the previous version (null if nothing was live before). `recorded`: an answer of that moment was reported, and
 * no answer contradicts the version.
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
 * Which of two versions was answered at a given time while a change was spreading: the previous one if it was answered
 * later and the new one not earlier; else the new one. A release is dated before its commit, so the first answers after
 * its date may have the previous version. Pure.
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
