import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { parseInput } from "@/lib/core/validation";
import { readFrequentValues, readSegments, type SegmentView } from "../queries/segments";
import { segmentLimits } from "../segment-limits";
import { type SaveSegmentsInput, saveSegmentsInput, segmentText } from "../segments";
import type { Batches } from "./take-batches";

/**
 * Replaces the attributes that are marked as segments. Experiments use them from each user's next answer, guards from
 * the next score.
 */
export async function saveSegments(actor: Actor, input: SaveSegmentsInput): Promise<SegmentView[]> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  const { attributes } = parseInput(saveSegmentsInput, input);
  return transaction(async (tx) => {
    // The lock serializes concurrent changes. The last list is kept.
    const [workspace] = await tx.$queryRaw<{ name: string }[]>`
      select name from workspaces where id = ${workspaceId}::uuid for no key update`;
    const where = { workspaceId };
    const rows = await tx.segment.findMany({ where, orderBy: { position: "asc" }, select: { attribute: true } });
    const before = rows.map(({ attribute }) => attribute);
    if (before.join(" ") === attributes.join(" ")) return readSegments(tx, workspaceId);
    await tx.segment.deleteMany({ where: { workspaceId, attribute: { notIn: attributes } } });
    for (const [position, attribute] of attributes.entries()) {
      if (before.includes(attribute)) {
        await tx.segment.updateMany({ where: { workspaceId, attribute }, data: { position } });
        continue;
      }
      const values = await readFrequentValues(tx, workspaceId, attribute);
      await tx.segment.create({ data: { workspaceId, attribute, position, values, createdByName: actor.name } });
    }
    await recordAudit(
      tx,
      actor,
      "segments.save",
      { id: workspaceId, name: workspace?.name ?? "" },
      { attributes, before },
    );
    return readSegments(tx, workspaceId);
  });
}

const { values: most } = segmentLimits;

const learnText = `with open as (select workspace_id, attribute, "values" from segments where cardinality("values") < ${most}),
  reported as (
    select o.workspace_id, o.attribute, o."values", ${segmentText("i.attributes", "o.attribute")} as value, count(*) as n
    from interactions i join open o on o.workspace_id = i.workspace_id
    where i.batch_id = any($1::bigint[]) and i.at between $2 and $3 and i.attributes is not null
    group by 1, 2, 3, 4),
  fresh as (
    select workspace_id, attribute, (array_agg(value order by n desc, value))[1:${most} - min(cardinality("values"))] as added
    from reported where value <> '' and value <> all("values") group by 1, 2)
  update segments s set "values" = s."values" || f.added from fresh f
  where s.workspace_id = f.workspace_id and s.attribute = f.attribute and cardinality(s."values") + cardinality(f.added) <= ${most}`;

/**
 * Adds new values of segment attributes to the values counted by name, up to the limit. The most frequent values of a
 * round come first.
 */
export async function learnSegmentValues(tx: Transaction, { ids, from, to }: Batches): Promise<void> {
  const [row] = await tx.$queryRaw<[{ isOpen: boolean }]>`
    select exists (select from segments where cardinality("values") < ${most}) as "isOpen"`;
  if (row.isOpen) await tx.$executeRawUnsafe(learnText, ids, from, to);
}
