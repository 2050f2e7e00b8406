import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { time } from "@/lib/core/view-fields";
import { getInteractionOrThrow, listReadable } from "@/lib/telemetry/queries/interactions";
import { waitsForReview } from "../filter";

const note = z.strictObject({ id: z.string(), body: z.string(), author: z.string(), isMine: z.boolean(), at: time });
const text = z.string().nullable();

/** The labels, notes and review of a request. `reviewer` is null if everyone may review it. */
export const marksView = z
  .strictObject({
    labels: z.array(z.string()),
    review: z
      .strictObject({ askedBy: z.string(), askedAt: time, reviewerId: text, reviewer: text })
      .nullable()
      .meta({ description: "The member who is asked to review the interaction." }),
    reviewed: z.strictObject({ by: z.string(), at: time }).nullable(),
    notes: z.array(note),
  })
  .meta({ id: "InteractionMarks" });
export type MarksView = z.output<typeof marksView>;

/** Returns the labels, notes and review of one request, the oldest note first. Throws 404 `not_found`. */
export async function getMarksOrThrow(actor: Actor, interactionId: string): Promise<MarksView> {
  await getInteractionOrThrow(actor, interactionId);
  return readMarks(actor, interactionId);
}

/** Returns the marks of a request that the actor may read. The caller has checked this. */
export async function readMarks(actor: Actor, interactionId: string): Promise<MarksView> {
  const { workspaceId } = actor;
  // An application may use the same id in another environment. Marks there are shown only to those who may read it.
  const readable = await listReadable(actor, undefined);
  const where = { workspaceId, interactionId, environmentId: { in: readable.map(({ id }) => id) } };
  const [mark, notes] = await Promise.all([
    prisma().interactionMark.findFirst({ where }),
    prisma().interactionNote.findMany({
      where,
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: 200,
    }),
  ]);
  const reviewer = mark?.reviewerId
    ? await prisma().user.findFirst({
        where: { id: mark.reviewerId, memberships: { some: { workspaceId } } },
        select: { name: true },
      })
    : null;
  const isOpen = mark?.reviewAskedAt && !mark.reviewedAt;
  return {
    labels: mark?.labels ?? [],
    review: isOpen
      ? {
          askedBy: mark.reviewAskedBy ?? "",
          askedAt: mark.reviewAskedAt?.toISOString() ?? "",
          reviewerId: mark.reviewerId,
          reviewer: reviewer?.name ?? null,
        }
      : null,
    reviewed: mark?.reviewedAt ? { by: mark.reviewedBy ?? "", at: mark.reviewedAt.toISOString() } : null,
    notes: notes.map(({ id, body, authorId, authorName, createdAt }) => ({
      id,
      body,
      author: authorName,
      isMine: actor.kind === "user" && authorId === actor.userId,
      at: createdAt.toISOString(),
    })),
  };
}

/** The number of requests to review: for everyone, and by person. */
export type ReviewQueue = {
  open: number;
  mine: number;
  people: { id: string; name: string; count: number; isMe: boolean }[];
};

/** Returns the review queue of the environments that the actor may read. */
export async function getReviewQueue(actor: Actor): Promise<ReviewQueue> {
  const { workspaceId } = actor;
  const environments = (await listReadable(actor, undefined)).map(({ id }) => id);
  const rows = await prisma().$queryRaw<{ id: string | null; name: string | null; count: number }[]>`
    select m.reviewer_id as id, u.name, count(*)::int as count
    from interaction_marks m
    left join users u on u.id = m.reviewer_id
      and exists (select from members b where b.workspace_id = ${workspaceId}::uuid and b.user_id = u.id)
    where m.workspace_id = ${workspaceId}::uuid and m.environment_id = any(${environments}::uuid[])
      and ${Prisma.raw(waitsForReview)}
    group by 1, 2 order by 3 desc, 2`;
  const me = actor.kind === "user" ? actor.userId : null;
  const people = rows.flatMap(({ id, name, count }) => (id && name ? [{ id, name, count, isMe: id === me }] : []));
  return {
    open: rows.reduce((sum, { count }) => sum + count, 0),
    mine: people.find(({ isMe }) => isMe)?.count ?? 0,
    people,
  };
}
