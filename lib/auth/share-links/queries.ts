import { z } from "zod";
import { byCreation, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { ShareLink, ShareTarget } from "@/lib/core/generated/prisma/client";
import { sha256Hex } from "@/lib/core/hash";
import { olderThan } from "@/lib/core/time-order";
import { time } from "@/lib/core/view-fields";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { recordRead } from "../commands/record-read";
import { linksTo, loadTarget } from "./load-target";
import { type ShareTargetInput, shareTargets } from "./schema";

/** A link as members see it, without its token. */
export const shareLinkView = z
  .strictObject({
    id: z.string(),
    target: z.enum(shareTargets),
    targetId: z.string(),
    createdBy: z.string(),
    createdAt: time,
    expiresAt: time,
    revokedAt: time.nullable(),
  })
  .meta({ id: "ShareLink" });
export type ShareLinkView = z.output<typeof shareLinkView>;

/** The view of a link. `targetId` is the id that people know. */
export function toShareLinkView(row: ShareLink, targetId: string): ShareLinkView {
  return {
    id: row.id,
    target: row.target,
    targetId,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** Open links, newest first, of one target or of the whole workspace. */
export async function listShareLinks(
  actor: Actor,
  { limit, cursor, target, targetId }: PageRequest & Partial<ShareTargetInput>,
  now: Date,
): Promise<Page<ShareLinkView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, timeKey);
  const kinds = target ? [target] : shareTargets;
  const of =
    targetId === undefined
      ? [{ target: { in: [...kinds] } }]
      : await Promise.all(kinds.map((kind) => linksTo(prisma(), workspaceId, { target: kind, targetId })));
  const rows = await prisma().shareLink.findMany({
    where: {
      workspaceId,
      revokedAt: null,
      expiresAt: { gt: now },
      AND: [{ OR: of }, ...(after ? [{ OR: olderThan("createdAt", after) }] : [])],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const shared = await prisma().sharedRequest.findMany({
    where: { workspaceId, id: { in: rows.flatMap((row) => (row.target === "request" ? [row.targetId] : [])) } },
    select: { id: true, interactionId: true },
  });
  const interactions = new Map(shared.map(({ id, interactionId }) => [id, interactionId]));
  return toPage(rows, limit, byCreation, (row) => toShareLinkView(row, interactions.get(row.targetId) ?? row.targetId));
}

/** What a token gives access to: one target in one workspace, read-only. */
export type OpenedShareLink = {
  workspaceId: string;
  workspace: string;
  target: ShareTarget;
  targetId: string;
  sharedBy: string;
  sharedAt: string;
  expiresAt: string;
};

const tokenPattern = /^[\w-]{43}$/;

/** The actor of a shared link: an anonymous reader of the workspace. The caller must have checked the link. */
export const sharedReader = (workspaceId: string): Actor => ({ kind: "system", workspaceId, name: "a shared link" });

/**
 * Opens a link by its token; no other permission is needed. Null if the token is unknown, expired or revoked. Records
 * the access from this address, at most once in 10 minutes.
 */
export async function openShareLink(token: string, now: Date, address = ""): Promise<OpenedShareLink | null> {
  if (!tokenPattern.test(token)) return null;
  const row = await prisma().shareLink.findUnique({
    where: { tokenHash: sha256Hex(token), revokedAt: null, expiresAt: { gt: now } },
    include: { workspace: { select: { name: true } } },
  });
  if (!row) return null;
  const { workspaceId, target, targetId } = row;
  const found = await loadTarget(prisma(), workspaceId, { target, targetId }).catch(() => null);
  await recordRead(
    sharedReader(workspaceId),
    "share.view",
    { kind: target, id: found?.id ?? targetId, name: found?.name ?? targetId },
    { link: row.id, address },
  );
  return {
    workspaceId: row.workspaceId,
    workspace: row.workspace.name,
    target: row.target,
    targetId: row.targetId,
    sharedBy: row.createdByName,
    sharedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
