import { prisma, type Transaction } from "@/lib/core/db";
import type { ActorKind } from "@/lib/core/generated/prisma/enums";
import type { Actor, Person, UserActor } from "../actor";
import { authorize } from "../authorize";

const most = 500;

/** The people of the workspace by name, for pickers; at most 500. */
export async function listPeople(actor: Actor) {
  authorize(actor, "prompt:read");
  const rows = await prisma().member.findMany({
    where: { workspaceId: actor.workspaceId },
    select: { role: true, user: { select: { id: true, name: true } } },
    orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
    take: most,
  });
  return rows.map(({ role, user }) => ({ id: user.id, name: user.name, role }));
}

/** A person who can be asked for a review or mentioned. */
export type PersonView = Awaited<ReturnType<typeof listPeople>>[number];

/** Members as actors, to check the permissions of each. */
export async function listMemberActors(
  tx: Pick<Transaction, "member">,
  workspaceId: string,
  userIds?: readonly string[],
): Promise<UserActor[]> {
  const rows = await tx.member.findMany({
    where: { workspaceId, ...(userIds && { userId: { in: [...userIds] } }) },
    select: { role: true, user: { select: { id: true, name: true } } },
    orderBy: { userId: "asc" },
  });
  return rows.map(({ role, user }) => ({ kind: "user", workspaceId, userId: user.id, name: user.name, role }));
}

/** How a person signs in, and whether their address is verified. */
export async function getAccount({ userId }: Person) {
  const user = await prisma().user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      passwordHash: true,
      emailVerifiedAt: true,
      mutedMails: true,
      slackHint: true,
      slackFailure: true,
      identities: { select: { provider: true }, orderBy: { provider: "asc" } },
    },
  });
  return {
    hasPassword: user.passwordHash !== null,
    providers: user.identities.map(({ provider }) => provider),
    isEmailVerified: user.emailVerifiedAt !== null,
    mutedMails: user.mutedMails,
    slack: user.slackHint === null ? null : { host: user.slackHint, failure: user.slackFailure },
  };
}

export type ActorRef = { kind: ActorKind; id: string | null };

/**
 * The actors responsible for an actor's actions, as "kind id". Always the actor itself. For a key also its creator and
 * the key it was rotated from, according to the audit log, recursively.
 */
export async function listResponsibleActors(
  tx: Transaction,
  workspaceId: string,
  { kind, id }: ActorRef,
): Promise<string[]> {
  if (id === null) return [];
  if (kind !== "key") return [`${kind} ${id}`];
  // The time bounds let PostgreSQL find a key's first event by index.
  const rows = await tx.$queryRaw<{ one: string }[]>`
    with recursive behind (kind, id) as (
      select 'key'::text, ${id}::text
      union
      select next.kind, next.id from behind b
      join api_keys k on b.kind = 'key' and k.workspace_id = ${workspaceId}::uuid and k.id::text = b.id
      cross join lateral (
        select 'key'::text as kind, k.rotated_from_id::text as id
        union all
        select a.actor_kind::text, a.actor_id from audit_events a
        where a.workspace_id = k.workspace_id and a.target_kind = 'key' and a.target_id = b.id
          and a.action in ('key.create', 'key.rotate')
          and a.at between k.created_at - interval '1 minute' and k.created_at + interval '1 minute'
      ) next where next.id is not null
    ) select kind || ' ' || id as one from behind`;
  return rows.map(({ one }) => one);
}
