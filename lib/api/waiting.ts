import { countUnread } from "@/lib/alerts/queries/alerts";
import type { UserActor } from "@/lib/auth/actor";
import { listWaitingExperiments } from "@/lib/experiments/queries/experiments";
import { countWaiting } from "@/lib/registry/queries/inbox";
import { listNoteMentions } from "@/lib/requests/queries/note-mentions";
import { answerOwnPage, type FindActor } from "./own-page";

/** The number beside the inbox, and when it was read (ms), because a page may get an older one later. */
export type Waiting = { count: number; at: number };

type Reads = {
  listExperiments: (actor: UserActor) => Promise<readonly unknown[]>;
  listNotes: (actor: UserActor) => Promise<readonly unknown[]>;
};
const plainReads: Reads = { listExperiments: listWaitingExperiments, listNotes: listNoteMentions };

/**
 * Counts the change requests, experiments and notes that wait for the person, and the alerts they have not seen. A page
 * gives the reads that it shares with its layout.
 */
export async function readWaiting(
  actor: UserActor,
  { listExperiments, listNotes }: Reads = plainReads,
): Promise<Waiting> {
  const at = Date.now();
  const [requests, experiments, notes, unread] = await Promise.all([
    countWaiting(actor),
    listExperiments(actor),
    listNotes(actor),
    countUnread(actor),
  ]);
  return { count: requests + experiments.length + notes.length + unread, at };
}

/** Answers a page with the current number. Never throws. */
export async function answerWaiting(request: Request, workspace: string, findActor: FindActor): Promise<Response> {
  return answerOwnPage(request, workspace, findActor, async ({ actor, headers }) =>
    Response.json(await readWaiting(actor), { headers }),
  );
}
