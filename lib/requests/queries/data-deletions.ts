import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { DataDeletion } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { time } from "@/lib/core/view-fields";
import { hashOfUser } from "../user-hash";

/** The deletion of a user's data, with its progress. */
export const dataDeletionView = z
  .strictObject({
    id: z.uuid(),
    userHash: z.string().meta({
      description:
        "The SHA-256 hash of the workspace's id, a zero byte and the user's id. The user's id itself is not stored.",
    }),
    status: z.enum(["waiting", "erased", "done"]).meta({
      description:
        "The status. `erased`: the first pass is done; a second pass deletes data that arrived during the first.",
    }),
    requestedBy: z.string(),
    requestedAt: time,
    doneAt: time.nullable(),
    counts: z.record(z.string(), z.int()).meta({ description: "The number of changed records by kind." }),
    cases: z.array(z.strictObject({ suiteId: z.uuid(), suite: z.string(), caseKey: z.uuid() })).meta({
      description:
        "The test cases that were made from this user's answers. They are not deleted; remove them if necessary.",
    }),
  })
  .meta({ id: "DataDeletion" });
export type DataDeletionView = z.output<typeof dataDeletionView>;

/** A test case that was made from an answer of the user. It is kept until a person removes it. */
type MadeCase = DataDeletionView["cases"][number];

/** Converts a row to a view. The deletion job wrote its JSON. */
export const toDeletionView = (row: DataDeletion): DataDeletionView => ({
  id: row.id,
  userHash: row.userHash,
  status: row.doneAt ? "done" : row.erasedAt ? "erased" : "waiting",
  requestedBy: row.requestedByName,
  requestedAt: row.requestedAt.toISOString(),
  doneAt: row.doneAt?.toISOString() ?? null,
  counts: row.counts as DataDeletionView["counts"],
  cases: row.cases as MadeCase[],
});

/** Lists deletions of users' data, the newest first, optionally of one user. */
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
      ...(after && { OR: olderThan("requestedAt", after) }),
    },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, ({ requestedAt, id }) => [requestedAt.getTime(), id], toDeletionView);
}

/** Returns one deletion. Throws 404 `not_found`. */
export async function getDataDeletionOrThrow(actor: Actor, id: string): Promise<DataDeletionView> {
  authorize(actor, "workspace:write");
  const row = await prisma().dataDeletion.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (!row) throw notFound("This deletion");
  return toDeletionView(row);
}
