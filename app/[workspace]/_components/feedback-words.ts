import type { InteractionView } from "@/lib/telemetry/interaction-row";

/** What people and the application said of an answer, each in a few words. */
export function feedbackWords({
  feedback,
  completed,
  refused,
  violation,
}: Pick<InteractionView, "feedback" | "completed" | "refused" | "violation">): string[] {
  const { thumbs = null, stars = null, edited = null, regenerated = null } = feedback ?? {};
  return [
    ...(thumbs === null ? [] : [thumbs === "up" ? "Thumbs up" : "Thumbs down"]),
    ...(stars === null ? [] : [`${stars} of 5 stars`]),
    ...(edited === null ? [] : [edited ? "edited the answer" : "took it as it was"]),
    ...(regenerated ? ["asked again"] : []),
    ...(completed === null ? [] : [completed ? "task finished" : "task not finished"]),
    ...(refused ? ["refused to answer"] : []),
    ...(violation ? ["broke a rule"] : []),
  ];
}
