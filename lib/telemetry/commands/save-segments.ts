import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { parseInput } from "@/lib/core/validation";
import { readFrequentValues, readSegments, type SegmentView } from "../queries/segments";
import { type SaveSegmentsInput, saveSegmentsInput } from "../segments";

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
