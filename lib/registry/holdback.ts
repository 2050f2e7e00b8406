import { isRecord } from "@/lib/core/records";
import { shareWords } from "./gate/figures";

/**
 * The share of users who keep the previous version for a while after a release, for comparison. Stored with the
 * release.
 */
export type ReleaseHoldback = {
  version: number;
  /** The share of all users, 0 to 1. */
  share: number;
  until: string;
  /** The seed that selects the users (`holdbackUsers`). */
  seed: string;
};

/** The holdback in a release's evidence; null if it has none. */
export function holdbackInEvidence(evidence: unknown): ReleaseHoldback | null {
  const control = isRecord(evidence) ? evidence.control : null;
  if (!isRecord(control)) return null;
  const { version, share, until, seed } = control;
  const isWhole =
    typeof version === "number" && typeof share === "number" && typeof until === "string" && typeof seed === "string";
  return isWhole ? { version, share, until, seed } : null;
}

/** When the holdback ended: at its planned time, or earlier by a command or the next release. */
export function holdbackEndedAt(
  { until }: Pick<ReleaseHoldback, "until">,
  { endedAt, replacedAt }: { endedAt: Date | null; replacedAt: Date | null },
): Date {
  const times = [new Date(until), endedAt, replacedAt].flatMap((time) => time?.getTime() ?? []);
  return new Date(Math.min(...times));
}

/** The share of users with the released version, "90 %", and with the previous version, "10 %". */
export const holdbackShares = ({ share }: { share: number }): { released: string; kept: string } => ({
  released: shareWords(1 - share),
  kept: shareWords(share),
});
