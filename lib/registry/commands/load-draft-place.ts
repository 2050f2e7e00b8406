import { z } from "zod";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { calledBy } from "../queries/find-prompt";

type DraftReference = { name: string; draftCopyId: string | null; baseVersion?: number };

/**
 * Returns the id of a draft's prompt, even if archived. Throws 404 unless the prompt, the draft copy and the version
 * exist.
 */
export async function loadPromptOfDraft(
  workspaceId: string,
  { name, draftCopyId, baseVersion }: DraftReference,
): Promise<{ promptId: string }> {
  const isCopyId = draftCopyId === null || z.guid().safeParse(draftCopyId).success;
  const row = await prisma().prompt.findFirst({
    where: { workspaceId, ...calledBy(name) },
    select: {
      id: true,
      draftCopies: { where: { workspaceId, id: isCopyId && draftCopyId ? draftCopyId : undefined }, take: 1 },
      versions: { where: { workspaceId, number: baseVersion ?? 1 }, select: { number: true } },
    },
  });
  if (!row) throw notFound(`The prompt ${name}`);
  if (!isCopyId || (draftCopyId !== null && row.draftCopies.length === 0)) throw notFound(`This draft copy of ${name}`);
  if (baseVersion !== undefined && row.versions.length === 0) throw notFound(`Version ${baseVersion} of ${name}`);
  return { promptId: row.id };
}
