import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byChange, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { DraftCopy, DraftCopyStatus, Prisma } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import type { DraftCopyView } from "../draft-copy-views";
import { findPromptOrThrow } from "./find-prompt";

export type DraftCopyFilter = { status?: DraftCopyStatus | undefined };

type Counts = { ahead: number; behind: number };

function toDraftCopyView(row: DraftCopy, prompt: string, { ahead, behind }: Counts): DraftCopyView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    prompt,
    baseVersion: row.baseNumber,
    headVersion: row.headNumber,
    ahead,
    behind,
    mergedAs: row.mergedAs,
    createdBy: { kind: row.createdByKind, id: row.createdById, name: row.createdByName },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

/** How many versions the copies are ahead of and behind their prompt. */
async function countApart(workspaceId: string, ids: readonly string[]): Promise<Map<string, Counts>> {
  if (ids.length === 0) return new Map();
  const rows = await prisma().$queryRaw<({ id: string } & Counts)[]>`
    select c.id,
      (select count(*)::int from versions v where v.draft_copy_id = c.id) as ahead,
      (select count(*)::int from versions v
        where v.prompt_id = c.prompt_id and v.draft_copy_id is null and v.number > c.base_number) as behind
    from draft_copies c where c.workspace_id = ${workspaceId}::uuid and c.id = any(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

const uncounted: Counts = { ahead: 0, behind: 0 };

/** A prompt's draft copies, by last change, newest first. */
export async function listDraftCopies(
  actor: Actor,
  promptName: string,
  { limit, cursor, status }: PageRequest & DraftCopyFilter,
): Promise<Page<DraftCopyView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const prompt = await findPromptOrThrow(workspaceId, promptName);
  const where: Prisma.DraftCopyWhereInput = { workspaceId, promptId: prompt.id, ...(status && { status }) };
  const after = decodeCursor(cursor, timeKey);
  if (after) where.OR = olderThan("updatedAt", after);
  const rows = await prisma().draftCopy.findMany({
    where,
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const counts = await countApart(
    workspaceId,
    rows.map(({ id }) => id),
  );
  return toPage(rows, limit, byChange, (row) => toDraftCopyView(row, prompt.name, counts.get(row.id) ?? uncounted));
}

/** Returns one draft copy of a prompt. Throws 404 `not_found`. */
export async function getDraftCopyOrThrow(actor: Actor, promptName: string, id: string): Promise<DraftCopyView> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  if (!z.guid().safeParse(id).success) throw notFound(`This draft copy of ${promptName}`);
  const prompt = await findPromptOrThrow(workspaceId, promptName);
  const row = await prisma().draftCopy.findFirst({ where: { id, workspaceId, promptId: prompt.id } });
  if (!row) throw notFound(`This draft copy of ${promptName}`);
  const counts = await countApart(workspaceId, [row.id]);
  return toDraftCopyView(row, prompt.name, counts.get(row.id) ?? uncounted);
}

/** The number of a prompt's open draft copies. */
export async function countOpenCopies(actor: Actor, promptId: string): Promise<number> {
  authorize(actor, "prompt:read");
  return prisma().draftCopy.count({ where: { workspaceId: actor.workspaceId, promptId, status: "open" } });
}
