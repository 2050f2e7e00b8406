/** The users who keep the version before a release for a while, to compare with: as the release has it on record. */
export type ReleaseHoldback = {
  version: number;
  /** Of all users, 0 to 1. */
  share: number;
  until: string;
  /** What tells who they are (`holdbackUsers`). */
  seed: string;
};

/** The holdback in a release's evidence; null when it has none. */
export function holdbackInEvidence(evidence: unknown): ReleaseHoldback | null {
  const control = isObject(evidence) ? evidence.control : null;
  if (!isObject(control)) return null;
  const { version, share, until, seed } = control;
  const isWhole =
    typeof version === "number" && typeof share === "number" && typeof until === "string" && typeof seed === "string";
  return isWhole ? { version, share, until, seed } : null;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** When it was over: at its time, unless it ended or the next release came before that. */
export function holdbackEndedAt(
  { until }: Pick<ReleaseHoldback, "until">,
  { endedAt, replacedAt }: { endedAt: Date | null; replacedAt: Date | null },
): Date {
  const times = [new Date(until), endedAt, replacedAt].flatMap((time) => time?.getTime() ?? []);
  return new Date(Math.min(...times));
}
