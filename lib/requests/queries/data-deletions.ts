import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { DataDeletion } from "@/lib/core/generated/prisma/client";
import { hashOfUser } from "../user-hash";

const casesOf = z.array(z.strictObject({ suiteId: z.string(), suite: z.string(), caseKey: z.string() }));
const countsOf = z.record(z.string(), z.number());

/** A test case that was made from an answer of the user: it stays until a person removes it. */
export type MadeCase = z.output<typeof casesOf>[number];

/** The deletion of a user's data, as it stands. */
export type DataDeletionView = {
  id: string;
  /** SHA-256 of workspace id, a zero byte and user id; the id itself is not kept. */
  userHash: string;
  status: "waiting" | "erased" | "done";
  requestedBy: string;
  requestedAt: string;
  doneAt: string | null;
  /** How many of what were changed. */
  counts: Record<string, number>;
  cases: MadeCase[];
};

export const toDeletionView = (row: DataDeletion): DataDeletionView => ({
  id: row.id,
  userHash: row.userHash,
  status: row.doneAt ? "done" : row.erasedAt ? "erased" : "waiting",
  requestedBy: row.requestedByName,
  requestedAt: row.requestedAt.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
  counts: countsOf.parse(row.counts),
  cases: casesOf.parse(row.cases),
});

/** Deletions of users' data, the newest first; of one user where an id is given. */
export async function listDataDeletions(
  actor: Actor,
  { limit, cursor, userId }: PageRequest & { userId?: string | undefined },
): Promise<Page<DataDeletionView>> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, timeKey);
  const rows = await prisma().dataDeletion.findMany({
    where: {
      workspaceId,
      ...(userId !== undefined && { userHash: hashOfUser(workspaceId, userId) }),
      ...(after && {
        OR: [{ requestedAt: { lt: new Date(after[0]) } }, { requestedAt: new Date(after[0]), id: { lt: after[1] } }],
      }),
    },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, ({ requestedAt, id }) => [requestedAt.getTime(), id], toDeletionView);
}

/** One deletion. 404 `not_found`. */
export async function getDataDeletionOrThrow(actor: Actor, id: string): Promise<DataDeletionView> {
  authorize(actor, "workspace:write");
  const row = await prisma().dataDeletion.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (!row) throw notFound("This deletion");
  return toDeletionView(row);
}
