import { randomBytes } from "node:crypto";
import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { sha256Hex } from "@/lib/core/hash";
import { parseInput } from "@/lib/core/validation";
import { type PreviewLinkView, toPreviewLinkView } from "../queries/preview-links";
import { getPromptOrThrow } from "../queries/prompts";
import { getVersionOrThrow } from "../queries/versions";
import { type CreatePreviewInput, createPreviewInput, type RevokePreviewInput } from "../schema";
import { prepareContent } from "./insert-version";
import { assertNotArchived, lockPrompt } from "./load";

/** The maximum number of open links per prompt. */
const mostLinks = 50;

/** A new link with its token. The token is not stored and is shown only this once. */
export type SharedPreview = PreviewLinkView & { token: string };

/**
 * Creates a link that shows content with sample values to everyone who has it. Stores a copy of the current content.
 */
export async function sharePreview(actor: Actor, input: CreatePreviewInput): Promise<SharedPreview> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const { name, version, content, values, days } = parseInput(createPreviewInput, input);
  const prepared = content && (await prepareContent(actor, name, content));
  const of = version ?? (await getPromptOrThrow(actor, name)).latestVersion;
  const shown = prepared ? (prepared.expanded ?? prepared.content) : await versionContent(actor, name, of);
  const token = randomBytes(32).toString("base64url");
  const row = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    assertNotArchived(prompt);
    const now = databaseNow();
    const open = { workspaceId, promptId: prompt.id, revokedAt: null, expiresAt: { gt: now } };
    if ((await tx.previewLink.count({ where: open })) >= mostLinks)
      throw new AppError("invalid_state", `${name} has ${mostLinks} valid links. Revoke one first.`);
    const by = actorRecord(actor);
    const made = await tx.previewLink.create({
      data: {
        workspaceId,
        promptId: prompt.id,
        tokenHash: sha256Hex(token),
        label: prepared ? `unsaved changes since v${of}` : `v${of}`,
        content: shown as Prisma.InputJsonValue,
        values: values as Prisma.InputJsonValue,
        createdById: by.actorId,
        createdByName: by.actorName,
        expiresAt: new Date(now.getTime() + days * 86_400_000),
      },
    });
    const data = { link: made.id, label: made.label, expiresAt: made.expiresAt.toISOString() };
    await recordAudit(tx, actor, "preview.share", { id: prompt.id, name }, data);
    return made;
  });
  return { ...toPreviewLinkView(row), token };
}

async function versionContent(actor: Actor, name: string, version: number) {
  const { content, expanded } = await getVersionOrThrow(actor, name, version);
  return expanded ?? content;
}

/** Revokes a link. Idempotent. */
export async function revokePreview(actor: Actor, { name, id }: RevokePreviewInput): Promise<PreviewLinkView> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    const where = { id, workspaceId, promptId: prompt.id };
    const { count } = await tx.previewLink.updateMany({
      where: { ...where, revokedAt: null },
      data: { revokedAt: databaseNow() },
    });
    const row = await tx.previewLink.findFirst({ where });
    if (!row) throw notFound("This link");
    if (count > 0) {
      const data = { link: id, label: row.label };
      await recordAudit(tx, actor, "preview.revoke", { id: prompt.id, name }, data);
    }
    return toPreviewLinkView(row);
  });
}
