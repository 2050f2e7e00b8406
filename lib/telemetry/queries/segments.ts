import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma, type Transaction } from "@/lib/core/db";
import { time } from "@/lib/core/view-fields";
import { segmentLimits } from "../segment-limits";
import { segmentText } from "../segments";

/** An attribute that is marked as a segment. */
export const segmentView = z.strictObject({
  attribute: z.string(),
  values: z
    .array(z.string())
    .meta({ description: "The values that are counted by name, at most 20. All other values are counted together." }),
  createdBy: z.string(),
  createdAt: time,
});
export type SegmentView = z.output<typeof segmentView>;

/** Lists the segment attributes of the workspace, in their order. */
export function listSegments(actor: Actor): Promise<SegmentView[]> {
  authorize(actor, "prompt:read");
  return readSegments(prisma(), actor.workspaceId);
}

/** Lists segments within a transaction or on a client, without a permission check. */
export async function readSegments(db: Pick<Transaction, "segment">, workspaceId: string): Promise<SegmentView[]> {
  const rows = await db.segment.findMany({
    where: { workspaceId },
    orderBy: [{ position: "asc" }, { attribute: "asc" }],
  });
  return rows.map(({ attribute, values, createdByName, createdAt }) => ({
    attribute,
    values,
    createdBy: createdByName,
    createdAt: createdAt.toISOString(),
  }));
}

/** The number of newest interactions that are read to suggest attributes and find their values. */
const newest = 5_000;
const newestSql = `select attributes from (
  select attributes from interactions where workspace_id = $1::uuid order by at desc limit ${newest}) i
  where attributes is not null`;

/** An attribute of recent interactions: how many carry it, and the number of distinct values. */
export type SeenAttribute = { attribute: string; interactions: number; values: number };

/** Lists the attributes of the newest interactions, the most frequent first. */
export async function listSeenAttributes(actor: Actor): Promise<SeenAttribute[]> {
  authorize(actor, "prompt:read");
  return prisma().$queryRawUnsafe<SeenAttribute[]>(
    `select key as attribute, count(*)::int as interactions, count(distinct value)::int as "values"
     from (${newestSql}) i cross join lateral jsonb_each_text(i.attributes)
     where value <> '' group by 1 order by 2 desc, 1 limit 50`,
    actor.workspaceId,
  );
}

/** Returns the most frequent values of an attribute among the newest interactions. */
export async function readFrequentValues(tx: Transaction, workspaceId: string, attribute: string): Promise<string[]> {
  const rows = await tx.$queryRawUnsafe<{ value: string }[]>(
    `select value from (select ${segmentText("attributes", "$2")} as value from (${newestSql}) i) v
     where value <> '' group by 1 order by count(*) desc, 1 limit ${segmentLimits.values}`,
    workspaceId,
    attribute,
  );
  return rows.map(({ value }) => value);
}
