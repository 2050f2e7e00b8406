import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { listInteractions, listReadable } from "@/lib/telemetry/queries/interactions";
import { markManyInput } from "../schema";

const mostLabels = 20;

const markText = `insert into interaction_marks as m (workspace_id, interaction_id, environment_id, labels, reviewer_id,
    review_asked_at, review_asked_by, reviewed_at, reviewed_by)
  select $1::uuid, t.id, t.environment_id::uuid, $4::text[], $5::uuid, case when $5::uuid is not null then $6::timestamptz end,
    case when $5::uuid is not null then $7 end, case when $8 then $6::timestamptz end, case when $8 then $7 end
  from unnest($2::text[], $3::text[]) t (id, environment_id) order by t.id
  on conflict (workspace_id, interaction_id) do update set
    labels = m.labels || array(select unnest(excluded.labels) except select unnest(m.labels) order by 1),
    reviewer_id = coalesce(excluded.reviewer_id, m.reviewer_id),
    review_asked_at = coalesce(excluded.review_asked_at, m.review_asked_at),
    review_asked_by = coalesce(excluded.review_asked_by, m.review_asked_by),
    reviewed_at = case when $8 then excluded.reviewed_at when $5::uuid is null then m.reviewed_at end,
    reviewed_by = case when $8 then excluded.reviewed_by when $5::uuid is null then m.reviewed_by end
  where m.environment_id = any($9::uuid[])`;

/** The requests that were marked, and the others, each with its reason. */
export type MarkedRequests = { marked: string[]; skipped: { interactionId: string; message: string }[] };

export const goneWords = "It is not stored any more, or you may not read it.";
const fullWords = `It would have more than ${mostLabels} labels.`;

/**
 * Labels several requests, asks a person to review them, or marks them as reviewed, in one transaction. Leaves out,
 * with a reason, those that cannot be marked: deleted meanwhile, not readable, or with too many labels.
 */
export async function markRequests(actor: Actor, input: z.input<typeof markManyInput>): Promise<MarkedRequests> {
  authorize(actor, "review:write");
  const { interactionIds, addLabels = [], reviewerId, isReviewed = false } = parseInput(markManyInput, input);
  const { workspaceId } = actor;
  const [readable, interactions] = await Promise.all([
    listReadable(actor, undefined),
    listInteractions(actor, [...new Set(interactionIds)]),
  ]);
  const idOf = new Map(readable.map(({ id, name }) => [name, id]));
  const labels = [...new Set(addLabels)];
  return transaction(async (tx) => {
    if (reviewerId && !(await tx.member.findFirst({ where: { workspaceId, userId: reviewerId } })))
      throw notFound("This member");
    const marks = await listMarks(tx, workspaceId, interactionIds);
    const isHidden = (id: string) => marks.some((mark) => mark.id === id && ![...idOf.values()].includes(mark.place));
    const isFull = (id: string) =>
      new Set([...(marks.find((mark) => mark.id === id)?.labels ?? []), ...labels]).size > mostLabels;
    // The id also has marks in an environment that this actor cannot read.
    const known = interactions.filter(({ interactionId }) => !isHidden(interactionId));
    const able = known.filter(({ interactionId }) => labels.length === 0 || !isFull(interactionId));
    const marked = able.map(({ interactionId }) => interactionId);
    const skipped = [...new Set(interactionIds)]
      .filter((id) => !marked.includes(id))
      .map((id) => ({
        interactionId: id,
        message: known.some(({ interactionId }) => interactionId === id) ? fullWords : goneWords,
      }));
    const [first] = able;
    if (!first) return { marked, skipped };
    const places = able.map(({ environment }) => idOf.get(environment));
    const values = [labels, reviewerId ?? null, databaseNow(), actor.name, isReviewed, [...idOf.values()]];
    await tx.$executeRawUnsafe(markText, workspaceId, marked, places, ...values);
    await recordAudit(
      tx,
      actor,
      "request.mark",
      { id: first.interactionId, name: first.prompt },
      {
        interactions: marked,
        ...(labels.length > 0 && { labels }),
        ...(reviewerId && { reviewer: reviewerId }),
        ...(isReviewed && { isReviewed }),
      },
    );
    return { marked, skipped };
  });
}

/** The marks of these requests, locked. */
function listMarks(tx: Transaction, workspaceId: string, interactionIds: readonly string[]) {
  return tx.$queryRaw<{ id: string; place: string; labels: string[] }[]>`
    select interaction_id as id, environment_id as place, labels from interaction_marks
    where workspace_id = ${workspaceId}::uuid and interaction_id = any(${interactionIds}::text[])
    order by interaction_id for update`;
}
