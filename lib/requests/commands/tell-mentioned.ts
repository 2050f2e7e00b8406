import { type Actor, actorRecord } from "@/lib/auth/actor";
import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import { mailMembers } from "@/lib/auth/mail/commands";
import { listMemberActors } from "@/lib/auth/queries/people";
import type { Transaction } from "@/lib/core/db";
import { serverUrl } from "@/lib/core/server-url";
import { listMentioned } from "@/lib/registry/queries/mentioned";
import { mentionQuery } from "../mention-query";

/** A note that was just written, with the environment and prompt of its request. */
type Note = { id: string; interactionId: string; prompt: string; environment: EnvironmentScope };

/**
 * Tells everybody whom notes of one text mention: in their inbox, and by e-mail or Slack. A person learns only of the
 * requests whose texts they may read.
 */
export async function tellMentioned(
  tx: Transaction,
  actor: Actor,
  notes: readonly Note[],
  text: string,
): Promise<void> {
  const { workspaceId } = actor;
  const userIds = await listMentioned(tx, actor, text);
  if (userIds.length === 0) return;
  const workspace = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { name: true, slug: true },
  });
  for (const member of await listMemberActors(tx, workspaceId, userIds)) {
    const readable = notes.filter(({ environment }) => can(member, "interaction:read", environment));
    const [first] = readable;
    if (!first) continue;
    const { userId } = member;
    await tx.noteMention.createMany({ data: readable.map(({ id }) => ({ noteId: id, userId, workspaceId })) });
    const query = mentionQuery(readable.map(({ interactionId }) => interactionId));
    await mailMembers(
      tx,
      "mentioned",
      { workspaceId, userIds: [userId] },
      {
        kind: "mentioned",
        what: "note",
        url: `${serverUrl()}/${workspace.slug}/requests?${new URLSearchParams(query)}`,
        workspace: workspace.name,
        by: actorRecord(actor).actorName,
        about:
          readable.length === 1
            ? `a request of ${first.prompt} in ${first.environment.name}`
            : `${readable.length} requests`,
        text,
      },
    );
  }
}
