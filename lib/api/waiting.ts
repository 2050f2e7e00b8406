import { countUnread } from "@/lib/alerts/queries/alerts";
import type { UserActor } from "@/lib/auth/actor";
import { listWaitingExperiments } from "@/lib/experiments/queries/experiments";
import { countWaiting } from "@/lib/registry/queries/inbox";
import { countNoteMentions } from "@/lib/requests/queries/note-mentions";
import { answerOwnPage, type FindActor } from "./own-page";

/** The number beside the inbox, and when it was read (ms), because a page may get an older one later. */
export type Waiting = { count: number; at: number };

/**
 * Counts the change requests, experiments and notes that wait for the person, and the alerts they have not seen. A page
 * gives the list of experiments that it shares with its layout.
 */
export async function readWaiting(
  actor: UserActor,
  listExperiments: (actor: UserActor) => Promise<readonly unknown[]> = listWaitingExperiments,
): Promise<Waiting> {
  const at = Date.now();
  const [requests, experiments, notes, unread] = await Promise.all([
    countWaiting(actor),
    listExperiments(actor),
    countNoteMentions(actor),
    countUnread(actor),
  ]);
  return { count: requests + experiments.length + notes + unread, at };
}

/** Answers a page with the current number. Never throws. */
export async function answerWaiting(request: Request, workspace: string, findActor: FindActor): Promise<Response> {
  return answerOwnPage(request, workspace, findActor, async ({ actor, headers }) =>
    Response.json(await readWaiting(actor), { headers }),
  );
}
