import type { UserActor } from "@/lib/auth/actor";
import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import { listMemberActors } from "@/lib/auth/queries/people";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { findPrompt } from "@/lib/registry/queries/find-prompt";
import { listReadable } from "@/lib/telemetry/queries/interactions";

/** A note that mentions a person, about one request or several. They have not opened any of them since. */
export type NoteMention = {
  at: string;
  author: string;
  body: string;
  environments: string[];
  interactionIds: string[];
};

const most = 50;

/** The notes that mention the person and wait for them, as SQL: rows of `interaction_notes` as `n`. */
const waitingNotes = ({ workspaceId, userId }: UserActor, environments: readonly EnvironmentScope[]) => Prisma.sql`
  from note_mentions m join interaction_notes n on n.id = m.note_id and n.workspace_id = m.workspace_id
  where m.workspace_id = ${workspaceId}::uuid and m.user_id = ${userId}::uuid and m.seen_at is null
    and n.environment_id = any(${environments.map(({ id }) => id)}::uuid[])`;

/** Lists the notes that mention the person and wait for them, the newest first; at most 50. */
export async function listNoteMentions(
  actor: UserActor,
  { environment, prompt }: { environment?: string | undefined; prompt?: string | undefined } = {},
): Promise<NoteMention[]> {
  if (!can(actor, "interaction:read")) return [];
  const [all, about] = await Promise.all([
    listReadable(actor, undefined),
    prompt === undefined ? null : findPrompt(actor.workspaceId, prompt),
  ]);
  if (prompt !== undefined && !about) return [];
  const readable = all.filter(({ name }) => environment === undefined || name === environment);
  type MentionRow = { at: Date; author: string; body: string; environmentIds: string[]; interactionIds: string[] };
  const rows = await prisma().$queryRaw<MentionRow[]>`
    select n.created_at as at, n.author_name as author, n.body, array_agg(distinct n.environment_id) as "environmentIds",
      array_agg(n.interaction_id order by n.interaction_id) as "interactionIds"
    ${waitingNotes(actor, readable)} and (${about?.id ?? null}::uuid is null or n.prompt_id = ${about?.id ?? null}::uuid)
    group by n.created_at, n.author_name, n.body order by n.created_at desc limit ${most}`;
  return rows.map(({ at, environmentIds, ...row }) => ({
    at: at.toISOString(),
    environments: readable.filter(({ id }) => environmentIds.includes(id)).map(({ name }) => name),
    ...row,
  }));
}

/** The number of notes that `listNoteMentions` lists. */
export async function countNoteMentions(actor: UserActor): Promise<number> {
  if (!can(actor, "interaction:read")) return 0;
  const readable = await listReadable(actor, undefined);
  const [row] = await prisma().$queryRaw<[{ count: number }]>`
    select count(*)::int as count from (
      select ${waitingNotes(actor, readable)} group by n.created_at, n.author_name, n.body limit ${most}) waiting`;
  return row.count;
}

/** Whether a note about this request mentions the person and waits for them. */
export async function isMentioned({ workspaceId, userId }: UserActor, interactionId: string): Promise<boolean> {
  const where = { workspaceId, userId, seenAt: null, note: { workspaceId, interactionId } };
  return (await prisma().noteMention.findFirst({ where, select: { noteId: true } })) !== null;
}

/**
 * Lists the members who may read requests of an environment, by name: those whom a note can mention. Without an
 * environment, those who may read any.
 */
export async function listReaders(actor: UserActor, environment?: string): Promise<{ id: string; name: string }[]> {
  const [members, [place]] = await Promise.all([
    listMemberActors(prisma(), actor.workspaceId),
    environment === undefined ? [] : listReadable(actor, environment),
  ]);
  return members
    .filter((member) => can(member, "interaction:read", place))
    .map(({ userId, name }) => ({ id: userId, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
