import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordRead } from "@/lib/auth/commands/record-read";
import { byCreation, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import type { PreviewLink } from "@/lib/core/generated/prisma/client";
import { sha256Hex } from "@/lib/core/hash";
import { olderThan } from "@/lib/core/time-order";
import { time } from "@/lib/core/view-fields";
import { runTask } from "@/lib/core/work/run-task";
import type { Content } from "@/lib/template/content";
import type { PreviewText } from "../preview-text";
import { previewTask } from "../tasks";
import { findPromptOrThrow } from "./find-prompt";

/** A link as members see it, without its token. */
export const previewLinkView = z
  .strictObject({
    id: z.string(),
    label: z.string().meta({ description: 'What the link shows: "v18", or "unsaved changes since v18".' }),
    createdBy: z.string(),
    createdAt: time,
    expiresAt: time,
    revokedAt: time.nullable(),
  })
  .meta({ id: "PreviewLink" });
export type PreviewLinkView = z.output<typeof previewLinkView>;

export function toPreviewLinkView(row: PreviewLink): PreviewLinkView {
  return {
    id: row.id,
    label: row.label,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** A prompt's open links, newest first. Throws 404 if the prompt does not exist. */
export async function listPreviewLinks(
  actor: Actor,
  name: string,
  { limit, cursor }: PageRequest,
  now: Date,
): Promise<Page<PreviewLinkView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const prompt = await findPromptOrThrow(workspaceId, name);
  const before = decodeCursor(cursor, timeKey);
  const rows = await prisma().previewLink.findMany({
    where: {
      workspaceId,
      promptId: prompt.id,
      revokedAt: null,
      expiresAt: { gt: now },
      ...(before && { OR: olderThan("createdAt", before) }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, byCreation, toPreviewLinkView);
}

/** What a link shows. */
export type OpenedPreview = PreviewText & {
  prompt: string;
  workspace: string;
  type: Content["type"];
  label: string;
  sharedBy: string;
  sharedAt: string;
  expiresAt: string;
};

const tokenPattern = /^[\w-]{43}$/;

/**
 * Opens a preview link by its token; no other permission is needed. Null if the token is unknown, expired or revoked.
 * Records the access from this address, at most once in 10 minutes.
 */
export async function openPreview(token: string, now: Date, address = ""): Promise<OpenedPreview | null> {
  if (!tokenPattern.test(token)) return null;
  const row = await prisma().previewLink.findUnique({
    where: { tokenHash: sha256Hex(token), revokedAt: null, expiresAt: { gt: now } },
    include: { prompt: { select: { name: true } }, workspace: { select: { name: true } } },
  });
  if (!row) return null;
  const reader: Actor = { kind: "system", workspaceId: row.workspaceId, name: "a preview link" };
  const { promptId, prompt } = row;
  await recordRead(
    reader,
    "preview.view",
    { id: promptId, name: prompt.name },
    { link: row.id, label: row.label, address },
  );
  // Only sharePreview writes it, from a version or a prepared content, so it is valid.
  const content = row.content as Content;
  const values = row.values as Record<string, unknown>;
  const filled = await runTask(previewTask, { content, values }, { workspaceId: row.workspaceId }).catch(
    (error: unknown): PreviewText => {
      if (isAppError(error)) return { parts: [], unfilled: [], problem: error.message };
      throw error;
    },
  );
  return {
    ...filled,
    prompt: row.prompt.name,
    workspace: row.workspace.name,
    type: content.type,
    label: row.label,
    sharedBy: row.createdByName,
    sharedAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}
