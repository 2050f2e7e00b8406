import type { UserActor } from "@/lib/auth/actor";
import type { Incident } from "@/lib/guards/queries/incident";
import { listRequests } from "@/lib/requests/queries/requests";
import { type SaidComment, sameWords } from "./same-words";

const [looked, shown] = [100, 8];

/** Loads the comments of users with a thumbs down, from the newest answers of the version since its release. */
export async function loadComments(
  actor: UserActor,
  incident: Incident,
): Promise<{ rejected: number; comments: SaidComment[] }> {
  const { prompt, environment, release, endedBy } = incident;
  const { items } = await listRequests(actor, {
    prompt,
    environment,
    version: String(release.toVersion),
    from: release.at,
    ...(endedBy && { to: endedBy.at }),
    thumbs: "down",
    limit: looked,
  });
  const comments = items.flatMap(({ interactionId, at, feedback }) =>
    feedback?.comment ? [{ interactionId, at, text: feedback.comment }] : [],
  );
  return { rejected: items.length, comments: sameWords(comments).slice(0, shown) };
}
