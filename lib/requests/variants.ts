import { resolvedAtOf } from "@/lib/telemetry/interaction-mark";

/** A phase of an experiment, with what a request of its prompt and environment could get. */
export type ServedPhase = {
  prompt: string;
  environmentId: string;
  startedAt: Date;
  endedAt: Date | null;
  variants: readonly { key: string; version: number }[];
};

type ServedRow = { interactionId: string; at: Date; prompt: string; environmentId: string; version: number };

/** Processes learn of the end of a phase a moment later. */
const graceMs = 60_000;

/**
 * Returns the variant that an experiment gave to a request, by its version. Null without a matching phase, and if
 * several variants have this version. Pure.
 */
export function variantOf(row: ServedRow, phases: readonly ServedPhase[]): string | null {
  const at = resolvedAtOf(row.interactionId) ?? row.at.getTime();
  const running = phases.findLast(
    (phase) =>
      phase.prompt === row.prompt &&
      phase.environmentId === row.environmentId &&
      phase.startedAt.getTime() - graceMs <= at &&
      (phase.endedAt === null || at <= phase.endedAt.getTime() + graceMs),
  );
  const [variant, ...others] = (running?.variants ?? []).filter(({ version }) => version === row.version);
  return variant && others.length === 0 ? variant.key : null;
}
