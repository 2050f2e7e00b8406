import { type Actor, actorRecord } from "@/lib/auth/actor";
import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import { mailMembers } from "@/lib/auth/mail/commands";
import { countTold } from "@/lib/auth/mail/letter-limit";
import { listMemberActors } from "@/lib/auth/queries/people";
import type { Transaction } from "@/lib/core/db";
import { serverUrl } from "@/lib/core/server-url";
import { listMentioned } from "@/lib/registry/queries/mentioned";
import { mentionQuery } from "../mention-query";

/** A note that was just written, with the environment and prompt of its request. */
type Note = { id: string; interactionId: string; prompt: string; environment: EnvironmentScope };

/**
 * Tells everybody whom notes of one text mention: in their inbox, and by e-mail or Slack. A person learns only of the
 * requests whose texts they may read. Throws 429 `rate_limited` for too many.
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
  const members = await listMemberActors(tx, workspaceId, userIds);
  const readable = new Map<string, readonly Note[]>();
  for (const member of members) {
    const own = notes.filter(({ environment }) => can(member, "interaction:read", environment));
    if (own.length > 0) readable.set(member.userId, own);
  }
  await countTold(tx, actor, readable.size, "mention");
  const mentions = [...readable].flatMap(([userId, own]) => own.map(({ id }) => ({ noteId: id, userId, workspaceId })));
  await tx.noteMention.createMany({ data: mentions });
  await mailMembers(tx, "mentioned", { workspaceId, userIds: [...readable.keys()] }, (userId) => {
    const own = readable.get(userId) ?? [];
    const query = mentionQuery(own.map(({ interactionId }) => interactionId));
    return {
      kind: "mentioned",
      what: "note",
      url: `${serverUrl()}/${workspace.slug}/requests?${new URLSearchParams(query)}`,
      workspace: workspace.name,
      by: actorRecord(actor).actorName,
      about: aboutOf(own),
      text,
    };
  });
}

const aboutOf = ([first, ...others]: readonly Note[]): string =>
  first && others.length === 0
    ? `a request of ${first.prompt} in ${first.environment.name}`
    : `${others.length + 1} requests`;
