import type { Transaction } from "@/lib/core/db";
import { segmentLimits } from "../segment-limits";
import { segmentText } from "../segments";
import type { Batches } from "./take-batches";

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
