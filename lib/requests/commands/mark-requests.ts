import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { listInteractionsOrThrow, listReadable } from "@/lib/telemetry/queries/interactions";
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
  where m.environment_id = any($9::uuid[])
  returning interaction_id as "interactionId", cardinality(labels) as labels`;

/**
 * Labels several requests, asks a person to review them, or marks them as reviewed, in one transaction. Throws 404
 * `not_found` with the first missing id.
 */
export async function markRequests(actor: Actor, input: z.input<typeof markManyInput>): Promise<{ marked: number }> {
  authorize(actor, "review:write");
  const { interactionIds, addLabels = [], reviewerId, isReviewed = false } = parseInput(markManyInput, input);
  const { workspaceId } = actor;
  const ids = [...new Set(interactionIds)];
  const [readable, interactions] = await Promise.all([
    listReadable(actor, undefined),
    listInteractionsOrThrow(actor, ids),
  ]);
  const idOf = new Map(readable.map(({ id, name }) => [name, id]));
  const environmentIds = interactions.map(({ environment }) => idOf.get(environment));
  const labels = [...new Set(addLabels)];
  const values = [labels, reviewerId ?? null, databaseNow(), actor.name, isReviewed, [...idOf.values()]];
  await transaction(async (tx) => {
    if (reviewerId && !(await tx.member.findFirst({ where: { workspaceId, userId: reviewerId } })))
      throw notFound("This member");
    type Marked = { interactionId: string; labels: number };
    const marked = await tx.$queryRawUnsafe<Marked[]>(markText, workspaceId, ids, environmentIds, ...values);
    const full = marked.find((mark) => mark.labels > mostLabels);
    if (full) throw new AppError("invalid_state", `${full.interactionId} would have more than ${mostLabels} labels.`);
    // The id also has marks in an environment that this actor cannot read.
    const known = new Set(marked.map(({ interactionId }) => interactionId));
    const hidden = ids.find((id) => !known.has(id));
    if (hidden) throw notFound(`The interaction ${hidden}`);
    await recordAudit(
      tx,
      actor,
      "request.mark",
      { id: ids[0] ?? "", name: interactions[0]?.prompt ?? "" },
      {
        interactions: ids,
        ...(labels.length > 0 && { labels }),
        ...(reviewerId && { reviewer: reviewerId }),
        ...(isReviewed && { isReviewed }),
      },
    );
  });
  return { marked: ids.length };
}
