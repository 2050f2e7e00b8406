import type { RecordedLookUp } from "@/lib/experiments/queries/look-up-recorded";
import type { UserAssignment } from "@/lib/experiments/queries/user-assignment";
import type { InteractionView } from "@/lib/telemetry/interaction-row";

/** One step of why a request got its version. `at` is an instant to display. */
export type WhyStep =
  | { kind: "released"; version: number; by: string; reason: string; at: string }
  | { kind: "not-released" }
  | { kind: "experiment"; id: string; name: string; phase: number }
  | { kind: "variant"; userId: string; variant: string; share: number | null }
  | { kind: "outside"; userId: string }
  | { kind: "kept"; userId: string; version: number; share: number | null }
  | { kind: "pinned"; version: number }
  /** The application reported another version than the one that resolve would have returned. */
  | { kind: "other"; version: number };

type ServedInteraction = Pick<InteractionView, "version" | "userId" | "reason">;

/** Returns what resolve decided, step by step, as the time machine shows it. Pure. */
export function whySteps(
  { version, userId, reason }: ServedInteraction,
  { version: live, release }: Pick<RecordedLookUp, "version" | "release">,
  assignment: UserAssignment | null,
): WhyStep[] {
  if (reason === "pinned" || assignment?.reason === "pinned") return [{ kind: "pinned", version }];
  const steps: WhyStep[] = [
    release && live !== null
      ? { kind: "released", version: live, by: release.actor.name, reason: release.reason, at: release.at }
      : { kind: "not-released" },
  ];
  let served = live;
  if (assignment?.reason === "experiment" && assignment.experimentId) {
    const { experimentId: id, experiment: name, phase, variant, propensity: share } = assignment;
    steps.push({ kind: "experiment", id, name: name ?? "", phase: phase ?? 1 });
    if (variant === null) steps.push({ kind: "outside", userId: userId ?? "" });
    else {
      steps.push({ kind: "variant", userId: userId ?? "", variant, share });
      served = assignment.version;
    }
  } else if (assignment?.reason === "release" && assignment.version !== null) {
    steps.push({ kind: "kept", userId: userId ?? "", version: assignment.version, share: assignment.propensity });
    served = assignment.version;
  }
  if (served !== version) steps.push({ kind: "other", version });
  return steps;
}
