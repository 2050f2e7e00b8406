import type { InteractionView } from "./interaction-row";

/** Describes the feedback of users and the application on an answer, a few words for each. */
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
    ...(edited === null ? [] : [edited ? "edited the answer" : "kept the answer unchanged"]),
    ...(regenerated ? ["asked again"] : []),
    ...(completed === null ? [] : [completed ? "task finished" : "task not finished"]),
    ...(refused ? ["refused to answer"] : []),
    ...(violation ? ["broke a rule"] : []),
  ];
}
